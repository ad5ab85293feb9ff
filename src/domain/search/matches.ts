import { type Piece, piecesOf } from './pieces.ts'
import type { Term } from './search-terms.ts'

/** A place in folded text; `to` is behind it. */
export interface Match {
  readonly from: number
  readonly to: number
}

/** Where the terms stand in folded text, in order and without overlaps; `null` where one of them does not. */
export function matchesOf(folded: string, terms: readonly Term[]): Match[] | null {
  const pieces = piecesOf(folded)
  const all: Match[] = []
  for (const term of terms) {
    const found = placesOf(term, pieces)
    if (found.length === 0) return null
    all.push(...found)
  }
  return joined(all)
}

/** Those of the terms that are there, for a cut-out of a text that has them all. */
export function someMatchesOf(folded: string, terms: readonly Term[]): Match[] {
  const pieces = piecesOf(folded)
  return joined(terms.flatMap((term) => placesOf(term, pieces)))
}

function placesOf(term: Term, pieces: readonly Piece[]): Match[] {
  const [first] = term.pieces
  if (term.pieces.length === 1 && first?.kind === 'run') return insideRuns(first.value, pieces)
  return pieces.flatMap((_, index) => {
    const match = phraseAt(term, pieces, index)
    return match === null ? [] : [match]
  })
}

/** Words begin and end anywhere in a run. */
function insideRuns(value: string, pieces: readonly Piece[]): Match[] {
  return pieces.flatMap(({ kind, value: run, from }) => {
    const found: Match[] = []
    if (kind !== 'run') return found
    for (let at = run.indexOf(value); at >= 0; at = run.indexOf(value, at + value.length))
      found.push({ from: from + at, to: from + at + value.length })
    return found
  })
}

function phraseAt(term: Term, pieces: readonly Piece[], index: number): Match | null {
  const last = term.pieces.length - 1
  let from = 0
  let to = 0
  for (const [place, wanted] of term.pieces.entries()) {
    const piece = pieces[index + place]
    if (piece === undefined || piece.kind !== wanted.kind) return null
    const open = {
      atStart: place === 0 && wanted.kind === 'run',
      atEnd: place === last && mayGoOn(term, wanted),
    }
    if (!fits(piece.value, wanted.value, open)) return null
    if (place === 0) from = open.atStart ? piece.to - wanted.value.length : piece.from
    to = open.atEnd ? piece.from + wanted.value.length : piece.to
  }
  return { from, to }
}

function mayGoOn({ isOpen }: Term, { kind }: Pick<Piece, 'kind'>): boolean {
  return kind === 'run' || (kind === 'word' && isOpen)
}

/** The first piece of a phrase may be the end of a run, the last one the beginning of something longer. */
function fits(value: string, wanted: string, open: { atStart: boolean; atEnd: boolean }): boolean {
  if (open.atStart) return value.endsWith(wanted)
  return open.atEnd ? value.startsWith(wanted) : value === wanted
}

function joined(matches: readonly Match[]): Match[] {
  const inOrder = matches.toSorted((a, b) => a.from - b.from || b.to - a.to)
  const result: Match[] = []
  for (const match of inOrder) {
    const before = result.at(-1)
    if (before !== undefined && match.from <= before.to)
      result[result.length - 1] = { from: before.from, to: Math.max(before.to, match.to) }
    else result.push(match)
  }
  return result
}
