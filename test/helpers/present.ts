/** What a test is sure to have got; where it did not, it fails with what was missing. */
export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`Expected ${what}, got none.`)
  return value
}
