import { fold, foldInPlace } from './folding.ts'
import { matchesOf, someMatchesOf } from './matches.ts'
import type { Term } from './search-terms.ts'

/** A cut-out of a message on one line, with the places that were searched for, in UTF-16 units. */
export interface Snippet {
  readonly snippet: string
  readonly marks: readonly (readonly [from: number, to: number])[]
}

const maxUnits = 240
/** So much stands before the first place that was found. */
const leadUnits = 60
const ellipsis = '…'

/** `null` where the text does not have all terms. */
export function snippetOf(text: string, terms: readonly Term[]): Snippet | null {
  const matches = matchesOf(fold(text), terms)
  const [first] = matches ?? []
  if (first === undefined) return null
  if (text.length <= maxUnits) return marked(text, { before: '', after: '', terms })
  const window = windowAround(text, originOf(text, first.from))
  const before = window.from > 0 ? ellipsis : ''
  const after = window.to < text.length ? ellipsis : ''
  return marked(text.slice(window.from, window.to), { before, after, terms })
}

function marked(
  text: string,
  { before, after, terms }: { before: string; after: string; terms: readonly Term[] },
): Snippet {
  const { folded, place } = foldInPlace(text)
  const marks = someMatchesOf(folded, terms).map((match) => {
    const { from, to } = place(match.from, match.to)
    return [before.length + from, before.length + to] as const
  })
  return { snippet: before + text.replaceAll(/\s/gu, ' ') + after, marks }
}

/** Where in the text that stands which is at `at` once it is folded. Folding keeps words apart, so it goes word by word. */
function originOf(text: string, at: number): number {
  let foldedUnits = 0
  let units = 0
  for (const word of text.split(/(?<=\s)/u)) {
    const length = fold(word).length
    if (at < foldedUnits + length)
      return units + foldInPlace(word).place(at - foldedUnits, at - foldedUnits + 1).from
    foldedUnits += length
    units += word.length
  }
  return units
}

/** Begins and ends between words where one is near. */
function windowAround(text: string, at: number): { from: number; to: number } {
  const earliest = Math.max(0, at - leadUnits)
  const space = text.slice(earliest, at).search(/(?<=\s)\S/u)
  const from = earliest === 0 ? 0 : space >= 0 ? earliest + space : wholeCharacterAt(text, earliest)
  const latest = Math.min(text.length, from + maxUnits)
  if (latest === text.length) return { from, to: latest }
  const lastSpace = text.slice(from, latest).search(/\s\S*$/u)
  const isNear = lastSpace >= 0 && from + lastSpace > at + leadUnits
  return { from, to: isNear ? from + lastSpace : wholeCharacterAt(text, latest) }
}

/** Not between the halves of a surrogate pair. */
function wholeCharacterAt(text: string, at: number): number {
  return text.slice(0, at).isWellFormed() ? at : at - 1
}
