/**
 * Letters whose strokes are part of them, as people without that key type them; the small sigma at a word's end; ё, which
 * Russian itself mostly writes as е; and Arabic letters that keyboards of its languages and its writers take for each other.
 */
const plain: Readonly<Record<string, string>> = {
  ...{ ø: 'o', đ: 'd', ð: 'd', ł: 'l', ħ: 'h', ı: 'i', ŧ: 't', æ: 'ae', œ: 'oe', þ: 'th' },
  ...{ ς: 'σ', ё: 'е', ک: 'ك', ی: 'ي', ى: 'ي', ة: 'ه' },
}
const decorated = new RegExp(`[${Object.keys(plain).join('')}]`, 'gu')

/**
 * Accents and points that searchers leave out. Elsewhere marks are not decoration: they are the vowels of Thai and Hindi,
 * and make が of か and й of и.
 */
const decoration = /([0-9\p{sc=Latin}\p{sc=Greek}\p{sc=Hebrew}\p{sc=Arabic}])\p{M}+/gu
/** What nobody sees or types: joiners, soft hyphens, variation selectors; and the bar that stretches Arabic words. */
const invisible = /[\p{Default_Ignorable_Code_Point}\u0640]/gu

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Text as it is compared: without regard to width, case, ligatures and, where they are decoration, accents. */
export function fold(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text.toLowerCase()
  return (
    text
      .normalize('NFKC')
      .replaceAll(invisible, '')
      // Upper case first: it joins what lower case alone keeps apart, such as ß and SS.
      .toUpperCase()
      .toLowerCase()
      .normalize('NFD')
      .replaceAll(decoration, '$1')
      .normalize('NFC')
      .replaceAll(decorated, (letter) => plain[letter] ?? letter)
  )
}

/** Folded text whose every UTF-16 unit knows where it came from. */
export interface FoldedText {
  readonly folded: string
  /** The place in the text of what stands from `from` to before `to` in the folded one. */
  readonly place: (from: number, to: number) => { from: number; to: number }
}

export function foldInPlace(text: string): FoldedText {
  const folded = fold(text)
  if (folded.length === text.length && folded === text.toLowerCase())
    return { folded, place: (from, to) => ({ from, to }) }
  return foldByGrapheme(text)
}

/** What people see as one character stays together: its parts are folded together, and found together. */
function foldByGrapheme(text: string): FoldedText {
  let folded = ''
  const starts: number[] = []
  const ends: number[] = []
  for (const { segment, index } of graphemes.segment(text)) {
    const part = fold(segment)
    folded += part
    for (let unit = 0; unit < part.length; unit += 1) {
      starts.push(index)
      ends.push(index + segment.length)
    }
  }
  return { folded, place: (from, to) => ({ from: starts[from] ?? 0, to: ends[to - 1] ?? 0 }) }
}
