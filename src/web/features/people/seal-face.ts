const pigments = ['azurite', 'malachite', 'ochre', 'indigo', 'plum', 'slate', 'moss', 'lake'] as const

export type Pigment = (typeof pigments)[number]

/** The same person has the same pigment on every screen: FNV-1a of the id, mod 8. */
export function pigmentOf(userId: string): Pigment {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(userId)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return pigments[hash % pigments.length] ?? 'slate'
}

/**
 * What is cut into a seal. Han names give their last two characters, as they are called; others their initials.
 * Under 28 px there is room for one.
 */
export function sealLetters(name: string, sidePx: number): string {
  const letters = isHanName(name) ? givenName(name) : initials(name)
  return sidePx < 28 ? (graphemes(letters)[0] ?? '') : letters
}

function isHanName(name: string): boolean {
  return /^\p{Script=Han}/u.test(name.trim())
}

function givenName(name: string): string {
  const han = name.match(/\p{Script=Han}/gu) ?? []
  return han.slice(-2).join('')
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words
  const letters = chosen
    .map((word) => graphemes((word ?? '').replace(/^[^\p{L}\p{N}]+/u, ''))[0] ?? '')
    .join('')
  return (letters || graphemes(name.trim())[0] || '?').toLocaleUpperCase()
}

function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
}
