import { fold } from './folding.ts'
import { type Piece, piecesOf } from './pieces.ts'
import { cut, labelOf } from './tokens.ts'

/** Pieces that must stand one behind the other, with nothing but spaces and punctuation between them. */
export interface Term {
  readonly pieces: readonly Pick<Piece, 'kind' | 'value'>[]
  /** Whether its last word may be the beginning of a longer one: it is still being typed. */
  readonly isOpen: boolean
}

/** What a term is looked up by. */
interface Key {
  readonly token: string
  readonly isPrefix: boolean
}

/** "What stands in quotes", as keyboards of all kinds write them, or what stands between spaces. */
const parts = /["“”„«»](?<quoted>[^"“”„«»]*)(?<closing>["“”„«»]?)|(?<plain>[^\s"“”„«»]+)/gu
const maxTerms = 16
/** Each costs a look-up in every part of the index; what is found by these is compared in full. */
const maxKeys = 8

/** Whatever is typed means something, or nothing: there is no wrong query. */
export function termsOf(q: string): Term[] {
  const terms: Term[] = []
  for (const { 0: whole, index, groups } of q.matchAll(parts)) {
    const isLast = index + whole.length === q.length
    const isOpen = isLast && !groups?.['closing']
    const pieces = piecesOf(fold(groups?.['quoted'] ?? groups?.['plain'] ?? ''))
    if (pieces.length > 0) terms.push({ pieces, isOpen })
  }
  return terms.slice(0, maxTerms)
}

/** An expression that finds, in one part of the index, at least all that has all terms. */
export function expressionOf(terms: readonly Term[], part: number, others: readonly string[]): string {
  const keys = new Map(terms.flatMap(keysOf).map((key) => [JSON.stringify(key), key]))
  // Those that find less, and cost less, come first.
  const chosen = [...keys.values()].toSorted((a, b) => Number(a.isPrefix) - Number(b.isPrefix))
  const label = labelOf(part)
  const words = chosen.slice(0, maxKeys).map(({ token, isPrefix }) => quoted(label, token, isPrefix))
  return [...others, ...words].join(' AND ')
}

/** One of these tokens in a part. */
export function anyOf(tokens: readonly string[], part: number): string {
  const label = labelOf(part)
  return `(${tokens.map((token) => quoted(label, token, false)).join(' OR ')})`
}

/** Tokens are letters, digits and emoji, and so need no escaping; a quote would be a bug, and not an injection. */
function quoted(label: string, token: string, isPrefix: boolean): string {
  return `"${(label + token).replaceAll('"', '""')}"${isPrefix ? '*' : ''}`
}

function keysOf({ pieces, isOpen }: Term): Key[] {
  return pieces.flatMap(({ kind, value }, index) => {
    if (kind === 'run') return runKeys(value)
    const isPrefix = kind === 'word' && isOpen && index === pieces.length - 1
    return [{ token: cut(value), isPrefix }]
  })
}

/** Pairs side by side, the last one overlapping where the number is odd; a single character begins some token. */
function runKeys(run: string): Key[] {
  const characters = [...run]
  if (characters.length === 1) return [{ token: run, isPrefix: true }]
  const starts = characters.flatMap((_, index) => (index % 2 === 0 ? [index] : []))
  return starts.map((start) => {
    const from = Math.min(start, characters.length - 2)
    return { token: characters.slice(from, from + 2).join(''), isPrefix: false }
  })
}
