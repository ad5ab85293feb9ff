import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'

export interface Sample {
  subject: string
  value: number
}

export interface Row {
  subject: string
  median: number
  /** Half of what lies between the extremes, as a share of the median. */
  spread: number
  ratio: number
}

/** Medians by subject, and their ratio to the median of `reference`. */
export function summarize(samples: readonly Sample[], reference: string): Row[] {
  const subjects = [...new Set(samples.map((sample) => sample.subject))]
  const base = median(valuesOf(samples, reference))
  return subjects.map((subject) => {
    const values = valuesOf(samples, subject)
    const middle = median(values)
    return {
      subject,
      median: middle,
      spread: (Math.max(...values) - Math.min(...values)) / 2 / middle,
      ratio: middle / base,
    }
  })
}

export function printTable(title: string, unit: string, rows: readonly Row[]): void {
  console.log(`\n### ${title}\n`)
  console.log(`| subject | ${unit} | spread | ratio |\n|---|---:|---:|---:|`)
  for (const row of rows) {
    console.log(
      `| ${row.subject} | ${Math.round(row.median).toLocaleString('en-US')} | ± ${Math.round(row.spread * 100)} % | ${row.ratio.toFixed(2)} |`,
    )
  }
}

/** One row against its target in the project's list of them. */
export interface Target {
  what: string
  measured: string
  target: string
  isMet: boolean
}

export function printTargets(name: string, targets: readonly Target[]): void {
  console.log('\n| target | measured | wanted | |\n|---|---:|---:|---|')
  for (const { what, measured, target, isMet } of targets) {
    console.log(`| ${what} | ${measured} | ${target} | ${isMet ? 'met' : '**not met**'} |`)
  }
  saveResult(name, targets)
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function saveResult(name: string, result: unknown): void {
  const directory = new URL('../results/', import.meta.url)
  mkdirSync(directory, { recursive: true })
  writeFileSync(new URL(`${name}.json`, directory), `${JSON.stringify({ ...machine(), result }, null, 2)}\n`)
}

/** What the numbers were taken on: absolute ones mean nothing elsewhere. */
export function machine(): Record<string, string> {
  const processors = cpus()
  return {
    processor: `${processors.length} × ${processors[0]?.model ?? 'unknown'}`,
    node: process.version,
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
  }
}

function valuesOf(samples: readonly Sample[], subject: string): number[] {
  return samples.filter((sample) => sample.subject === subject).map((sample) => sample.value)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
