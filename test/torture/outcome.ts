/** What one part of the torture has found. */
export interface Outcome {
  name: string
  figures: Readonly<Record<string, string | number>>
  /** Broken promises, in words; empty where all were kept. */
  violations: readonly string[]
}

export function printOutcomes(outcomes: readonly Outcome[]): void {
  console.log('\n| part | figures | verdict |\n|---|---|---|')
  for (const { name, figures, violations } of outcomes) {
    const said = Object.entries(figures).map(([what, figure]) => `${what}: ${spelled(figure)}`)
    console.log(`| ${name} | ${said.join('; ')} | ${violations.length === 0 ? 'kept' : '**broken**'} |`)
  }
  for (const { name, violations } of outcomes) {
    for (const violation of violations) console.log(`\n✗ ${name}: ${violation}`)
  }
}

function spelled(figure: string | number): string {
  return typeof figure === 'number' ? figure.toLocaleString('en-US') : figure
}
