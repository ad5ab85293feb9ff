import { randomBytes } from 'node:crypto'

/** The only names that the pictures' folder has: 128 random bits, and the extension of what the encoder made. */
export const imageFilenamePattern = /^[0-9a-f]{32}(?:-thumb)?\.webp$/

export interface ImageFilenames {
  readonly picture: string
  readonly thumbnail: string
}

export function newImageFilenames(): ImageFilenames {
  const id = randomBytes(16).toString('hex')
  return { picture: `${id}.webp`, thumbnail: `${id}-thumb.webp` }
}
