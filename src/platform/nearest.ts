/** The candidate that `word` was probably meant to be, or `undefined` where none is close: for "did you mean …?". */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const typed = word.toLowerCase()
  // A third of the letters may be wrong; with more than that a suggestion is a guess, and misleads.
  let closest = Math.max(1, Math.floor(typed.length / 3)) + 1
  let found: string | undefined
  for (const candidate of candidates) {
    const wrong = distance(typed, candidate.toLowerCase())
    if (wrong >= closest) continue
    closest = wrong
    found = candidate
  }
  return found
}

/** Letters that were added, left out, replaced, or swapped with their neighbour. */
function distance(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= from.length; row += 1) {
    rows.push([row])
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1]
      const options = [
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (same ? 0 : 1),
      ]
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (swapped) options.push(at(row - 2, column - 2) + 1)
      rows[row]?.push(Math.min(...options))
    }
  }
  return at(from.length, to.length)

  function at(row: number, column: number): number {
    return rows[row]?.[column] ?? Number.POSITIVE_INFINITY
  }
}
