import type { SearchHit } from '../../../protocol/views.ts'

type Snippet = Pick<SearchHit, 'snippet' | 'marks'>

const emphasis = /(\*\*|~~|`)(?=\S)([^\n]*?\S)\1/gu

/** Without the signs of emphasis and code, as lists show messages; what was found stays marked where it stands now. */
export function plainSnippet({ snippet, marks }: Snippet): Snippet {
  const signs = [...snippet.matchAll(emphasis)].flatMap(({ index, 0: whole, 1: sign = '' }) => [
    { from: index, to: index + sign.length },
    { from: index + whole.length - sign.length, to: index + whole.length },
  ])
  if (signs.length === 0) return { snippet, marks }
  let plain = ''
  let done = 0
  for (const { from, to } of signs) {
    plain += snippet.slice(done, from)
    done = to
  }
  const placeOf = (at: number) =>
    at - signs.reduce((gone, { from, to }) => gone + Math.max(0, Math.min(at, to) - from), 0)
  return {
    snippet: plain + snippet.slice(done),
    marks: marks.map(([from, to]) => [placeOf(from), placeOf(to)]),
  }
}
