const accepted = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])

export const acceptAttribute = [...accepted].join(',')

export interface Sorted {
  pictures: File[]
  tooLarge: boolean
  notPictures: boolean
  tooMany: boolean
}

/** Takes what can be sent, and says what was left out and why. The server looks into the files; this is a courtesy. */
export function sortFiles(files: readonly File[], room: { left: number; maxBytes: number }): Sorted {
  const images = files.filter((file) => accepted.has(file.type))
  const small = images.filter((file) => file.size <= room.maxBytes)
  return {
    pictures: small.slice(0, Math.max(0, room.left)),
    tooLarge: small.length < images.length,
    notPictures: images.length < files.length,
    tooMany: small.length > Math.max(0, room.left),
  }
}
