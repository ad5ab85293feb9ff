/** What a backup costs those who chat meanwhile: the longest ack with and without one. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openStore } from '../src/domain/sqlite-store.ts'
import { type Listener, openListener } from './harness/listener.ts'
import { startProgram } from './harness/program.ts'
import { percentile, printTargets } from './harness/report.ts'

const storedMessages = 100_000
const textBytes = 400
const rounds = 5
const pauseMs = 5
const hourMs = 3_600_000

const folder = mkdtempSync(path.join(tmpdir(), 'chat-bench-'))
const databasePath = path.join(folder, 'chat.db')
const server = await startProgram(new URL('./servers/restarted.ts', import.meta.url))
try {
  const { port, tokens } = await server.ask<{ port: number; tokens: string[] }>('listen', {
    folder,
    clients: 1,
  })
  await fill()
  const client = await openListener(port, tokens[0] ?? '')
  await acksUntil(client, pausedFor(1_000)) // warm
  const quietMs: number[] = []
  const backupMs: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const startMs = performance.now()
    backupMs.push(...(await acksUntil(client, backUp(round))))
    quietMs.push(...(await acksUntil(client, pausedFor(performance.now() - startMs))))
  }
  client.close()
  const megabytes = (statSync(databasePath).size / 1_000_000).toFixed(0)
  const describe = (ms: readonly number[]) =>
    `p50 ${percentile(ms, 0.5).toFixed(1)}, p99 ${percentile(ms, 0.99).toFixed(1)}, longest ${Math.max(...ms).toFixed(1)} ms`
  const stallMs = Math.max(...backupMs) - percentile(backupMs, 0.5)
  printTargets('backup', [
    {
      what: `acks without a backup, ${quietMs.length}`,
      measured: describe(quietMs),
      target: '–',
      isMet: true,
    },
    {
      what: `acks during ${rounds} backups of ${megabytes} MB, ${backupMs.length}`,
      measured: describe(backupMs),
      target: 'stall < 50 ms',
      isMet: stallMs < 50,
    },
  ])
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function fill(): Promise<void> {
  const store = await openStore({ databasePath, follow: false, sessionIdleMs: hourMs, sessionMaxMs: hourMs })
  const text = 'lorem ipsum '.repeat(textBytes / 12)
  for (let stored = 0; stored < storedMessages; stored += 500) {
    const input = { senderId: 1, roomId: null, clientMessageId: null, text, imageIds: [], replyTo: null }
    await Promise.all(Array.from({ length: 500 }, () => store.execute('post_message', input)))
  }
  await store.close()
}

/** How long each ack took, one message after the other, until `end`. */
async function acksUntil(client: Listener, end: Promise<unknown>): Promise<number[]> {
  const tookMs: number[] = []
  const over = new AbortController()
  void end.finally(() => over.abort()) // awaited below
  do {
    const startMs = performance.now()
    await client.say('still here?')
    tookMs.push(performance.now() - startMs)
    await pausedFor(pauseMs)
  } while (!over.signal.aborted)
  await end
  return tookMs
}

async function backUp(round: number): Promise<void> {
  const program = new URL('../bin/chat-stack.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, 'backup', '--output', path.join(folder, `${round}.tar`)], {
    cwd: folder,
    env: { ...process.env, CHAT_STACK_DATABASE__PATH: databasePath },
    stdio: 'ignore',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`Expected the backup to succeed, it ended with ${code}`)
}

function pausedFor(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
