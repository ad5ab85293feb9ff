const plurals = new Intl.PluralRules('en')

/** `#` stands for the number. */
export function plural(count: number, one: string, other: string): string {
  return (plurals.select(count) === 'one' ? one : other).replace('#', String(count))
}
