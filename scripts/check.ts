/**
 * The gate: what must hold before a change is kept. Steps run side by side, and each prints one line, with
 * its whole output where it fails. `--no-unit` leaves the unit tests to whoever runs all tests anyway.
 */
import { globSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'

interface Step {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

const root = path.dirname(import.meta.dirname)

// Longest first, so that the gate takes no longer than it must.
const steps: readonly Step[] = [
  {
    name: 'unit tests',
    command: ['vitest', 'run', '--project', 'unit', '--project', 'web', '--passWithNoTests'],
  },
  { name: 'dead code', command: ['knip'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'boundaries', command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'bin', 'src'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types (browser)', command: ['tsc', '-p', 'src/web/tsconfig.json'] },
  ...globSync('scripts/generate-*.ts', { cwd: root }).map(
    (script): Step => ({
      name: path.basename(script, '.ts').replace('generate-', ''),
      command: [process.execPath, script, '--check'],
    }),
  ),
  { name: 'format', command: ['biome', 'check', '.'] },
]

await check(process.argv.includes('--no-unit') ? steps.slice(1) : steps)

async function check(wanted: readonly Step[]): Promise<void> {
  const startedAt = performance.now()
  const waiting = [...wanted]
  const failed: string[] = []
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (!(await passes(step))) failed.push(step.name)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, cpus().length) }, worker))
  const took = seconds(startedAt)
  console.log(failed.length === 0 ? `gate passed in ${took}` : `gate failed in ${took}: ${failed.join(', ')}`)
  process.exitCode = failed.length === 0 ? 0 : 1
}

async function passes({ name, command: [tool, ...args] }: Step): Promise<boolean> {
  const startedAt = performance.now()
  const result = await execa(tool, args, {
    cwd: root,
    preferLocal: true,
    all: true,
    reject: false,
    stdin: 'ignore',
  })
  console.log(`${result.failed ? '✗' : '✓'} ${name.padEnd(16)} ${seconds(startedAt)}`)
  if (result.failed) console.log(`${result.all || result.shortMessage}\n`)
  return !result.failed
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
