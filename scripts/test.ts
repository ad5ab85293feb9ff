/**
 * Without arguments the whole truth: the gate, then every test. With arguments, vitest with just these
 * (`npm test -- src/protocol/frames.test.ts`, `npm test -- --project integration`).
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const root = path.dirname(import.meta.dirname)
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

await test(process.argv.slice(2))

async function test(args: readonly string[]): Promise<void> {
  const gateFailed =
    args.length === 0 && (await run(process.execPath, ['scripts/check.ts', '--no-unit'])) !== 0
  const testsFailed = (await run(path.join(root, 'node_modules', '.bin', 'vitest'), ['run', ...args])) !== 0
  if (gateFailed) console.error('The gate failed before the tests; its output is above.')
  process.exitCode = gateFailed || testsFailed ? 1 : 0
}

async function run(command: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' })
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal)
  for (const signal of signals) process.on(signal, forward)
  const [code] = await once(child, 'exit')
  for (const signal of signals) process.off(signal, forward)
  return code
}
