/** A file's name in two parts, of which the first may be cut: the extension always stays. */
export function cutPoint(name: string): [head: string, tail: string] {
  const characters = Array.from(name)
  const dot = characters.lastIndexOf('.')
  const extension = dot > 0 && characters.length - dot <= 6 ? characters.length - dot : 0
  const tailLength = Math.min(characters.length, extension + 4)
  return [
    characters.slice(0, -tailLength || undefined).join(''),
    characters.slice(characters.length - tailLength).join(''),
  ]
}
