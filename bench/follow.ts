/** How soon clients know what another process has done: a message, a log-in that is ended. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openStore } from '../src/domain/sqlite-store.ts'
import type { Store } from '../src/domain/store.ts'
import { openListener } from './harness/listener.ts'
import { startProgram } from './harness/program.ts'
import { percentile, printTargets } from './harness/report.ts'

const messages = 500
const revocations = 200
/** Not a divisor of the server's interval, so that every phase of it is met. */
const pauseMs = 17
const hourMs = 3_600_000

const folder = mkdtempSync(path.join(tmpdir(), 'chat-bench-'))
const server = await startProgram(new URL('./servers/restarted.ts', import.meta.url))
try {
  const { port, tokens } = await server.ask<{ port: number; tokens: string[] }>('listen', {
    folder,
    clients: revocations + 1,
  })
  const databasePath = path.join(folder, 'chat.db')
  const beside = await openStore({ databasePath, follow: false, sessionIdleMs: hourMs, sessionMaxMs: hourMs })
  const told = await measureMessages(beside, port, tokens[0] ?? '')
  const ended = await measureRevocations(beside, port, tokens.slice(1))
  await beside.close()
  const row = (what: string, ms: readonly number[], share: number, targetMs: number) => {
    const measuredMs = percentile(ms, share)
    return {
      what,
      measured: `${measuredMs.toFixed(0)} ms`,
      target: `≤ ${targetMs} ms`,
      isMet: measuredMs <= targetMs,
    }
  }
  printTargets('follow', [
    row('a message of another process reaches a client, p50', told, 0.5, 250),
    row('the same, p99', told, 0.99, 250),
    row('a log-in that another process ends is closed, p50', ended, 0.5, 250),
    row('the same, p99', ended, 0.99, 250),
    row('the same, longest', ended, 1, 1_000),
  ])
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}

/** From asking the other process's store until the frame is here; so with the commit. */
async function measureMessages(beside: Store, port: number, token: string): Promise<number[]> {
  const listener = await openListener(port, token)
  const tookMs: number[] = []
  for (let sent = 0; sent < messages; sent += 1) {
    await pause()
    const text = `message ${sent}`
    const heard = listener.untilHeard(JSON.stringify(text))
    const startMs = performance.now()
    const input = { senderId: 1, roomId: null, clientMessageId: null, text, imageIds: [], replyTo: null }
    await beside.execute('post_message', input)
    await heard
    tookMs.push(performance.now() - startMs)
  }
  listener.close()
  return tookMs
}

async function measureRevocations(beside: Store, port: number, tokens: readonly string[]): Promise<number[]> {
  const tookMs: number[] = []
  for (const [index, token] of tokens.entries()) {
    const listener = await openListener(port, token)
    await pause()
    const startMs = performance.now()
    await beside.execute('revoke_sessions', { accountId: index + 2, exceptSessionId: null })
    await listener.closed
    tookMs.push(performance.now() - startMs)
  }
  return tookMs
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, pauseMs))
}
