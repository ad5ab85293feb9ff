const pattern = /(?<![\p{L}\p{M}\p{N}@._-])@([\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,63})/gu

/** The server reads no more of them. */
const maxMentions = 50

/** After these a name may end without a space, as Chinese, Japanese and Korean are written. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}._-]/u

/**
 * Whether a text names `username`, or `@room`; the server's rule, but for knowing who else is a member. It keeps the badge
 * right while one is connected; the server's own count comes with every log-in and every read mark.
 */
export function mentionsUser(text: string, username: string): boolean {
  if (!text.includes('@')) return false
  const mine = fold(username)
  return [...text.matchAll(pattern)]
    .slice(0, maxMentions)
    .some(([, name = '']) => beginsWith([...fold(name)], mine))
}

/** `@alice.` ends a sentence, `@李雷你好` greets. */
function beginsWith(characters: string[], mine: string): boolean {
  for (let length = characters.length; length > 0; length--) {
    const name = characters.slice(0, length).join('')
    if (name === mine || name === 'room') return true
    const before = characters[length - 2] ?? ''
    const dropped = characters[length - 1] ?? ''
    if (!unspaced.test(dropped) && !unspaced.test(before)) return false
  }
  return false
}

function fold(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase()
}
