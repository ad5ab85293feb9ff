/** What text is made of, for one who searches it. `from` and `to` are places in the folded text. */
export interface Piece {
  /** `run`: characters of a script that puts no spaces between its words. */
  readonly kind: 'word' | 'run' | 'emoji'
  readonly value: string
  readonly from: number
  readonly to: number
}

/** Korean has spaces, but hangs its particles and compounds together: 서울 is found in 서울에서 and 대한민국 by 민국. */
const scripts = ['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Hangul', 'Thai', 'Lao', 'Khmer', 'Myanmar']
const letter = String.raw`[\p{L}\p{M}\p{N}]`
const unspaced = `[${scripts.map((script) => String.raw`\p{scx=${script}}`).join('')}]`
const flag = String.raw`\p{Regional_Indicator}{2}`
const pieces = new RegExp(
  String.raw`(?<run>[${letter}&&${unspaced}]+)|(?<word>[${letter}--${unspaced}]+)|(?:${flag}|\p{Extended_Pictographic})`,
  'gv',
)

/** All that lies between pieces, spaces and punctuation, is not searched. */
export function piecesOf(folded: string): Piece[] {
  return Array.from(folded.matchAll(pieces), (match) => {
    const [value] = match
    const kind = match.groups?.['run'] ? 'run' : match.groups?.['word'] ? 'word' : 'emoji'
    return { kind, value, from: match.index, to: match.index + value.length }
  })
}
