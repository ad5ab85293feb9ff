/** A thousand clients whose server is killed and started again: how long until all are back and complete. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from './harness/program.ts'
import { printTargets } from './harness/report.ts'

const clients = 1_000
const program = new URL('./servers/restarted.ts', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'chat-bench-'))

const load = await startProgram(new URL('./harness/returners.ts', import.meta.url))
const first = await startProgram(program)
const second = await startProgram(program)
try {
  const { port, tokens } = await first.ask<{ port: number; tokens: string[] }>('listen', { folder, clients })
  await load.ask('connect', { port, tokens })
  await first.stop()
  await load.ask('gone')
  await second.ask('again', { folder, port })
  const { liveMs, completeMs } = await load.ask<{ liveMs: number; completeMs: number }>('returned')
  printTargets('resume', [
    {
      what: `${clients} clients after a restart: all connected`,
      measured: `${(liveMs / 1_000).toFixed(1)} s`,
      target: '≤ 5 s',
      isMet: liveMs <= 5_000,
    },
    {
      what: 'the same, and all complete',
      measured: `${(completeMs / 1_000).toFixed(1)} s`,
      target: '≤ 5 s',
      isMet: completeMs <= 5_000,
    },
  ])
} finally {
  await load.stop()
  await first.stop()
  await second.stop()
  rmSync(folder, { recursive: true, force: true })
}
