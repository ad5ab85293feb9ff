import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, expect, test } from 'vitest'
import { unpackUuid } from '../../src/domain/client-message-id.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'

const kills = 50
const talkers = 3

interface LedgerEntry {
  what: 'sent' | 'acked' | 'seen' | 'failed' | 'reset'
  key?: string
  seq?: number
}

const stops: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

test(`[P-21] [P-32] ${kills} times kill -9 of the WebSocket server under load: nobody is refused, and no acked message is lost, doubled or out of order`, async () => {
  const stack = await startStack({
    env: {
      // The point is what survives, not how fast one may talk, and crashing without a pause is not what is tested.
      CHAT_STACK_LIMITS__MESSAGES_PER_SECOND: '100000',
      CHAT_STACK_LIMITS__MESSAGE_BURST: '100000',
      CHAT_STACK_LIMITS__REQUESTS_PER_SECOND: '100000',
      CHAT_STACK_LIMITS__REQUEST_BURST: '100000',
      CHAT_STACK_SUPERVISOR__MAX_RESTARTS: '1000',
      CHAT_STACK_SUPERVISOR__BACKOFF_MIN_MS: '0',
      CHAT_STACK_SUPERVISOR__BACKOFF_MAX_MS: '0',
    },
  })
  stops.push(stack.stop)
  const ledgers = await Promise.all(Array.from({ length: talkers }, (_, i) => startTalker(stack, i + 1)))
  const knocker = knockAt(stack.ws)
  stops.push(knocker.stop)

  for (let i = 0; i < kills; i++) {
    const pid = await stack.childPid('ws')
    const accepted = knocker.accepted()
    process.kill(pid, 'SIGKILL')
    // The next kill comes when newcomers are let in again and everybody talks again: an event, not a time.
    await knocker.untilAccepted(accepted + 5)
    await Promise.all(ledgers.map((ledger) => ledger.untilAckedMore()))
  }
  const sent = await Promise.all(ledgers.map((ledger) => ledger.settle()))
  const stored = messagesOf(stack)
  const head = Math.max(...stored.map((message) => message.seq))
  await Promise.all(ledgers.map((ledger) => ledger.catchUp(head)))

  expect(knocker.refused()).toBe(0)
  const keys = stored.map((message) => message.key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(stored.map((message) => message.n)).toEqual(stored.map((_, i) => i + 1))
  expect(stored.length).toBe(sent.reduce((sum, count) => sum + count, 0))
  for (const ledger of ledgers) {
    const entries = ledger.read()
    const acked = entries.filter((entry) => entry.what === 'acked').map((entry) => entry.key!)
    expect(acked.length).toBeGreaterThan(kills)
    expect(acked.filter((key) => !keys.includes(key))).toEqual([])
    expect(entries.filter((entry) => entry.what === 'failed' || entry.what === 'reset')).toEqual([])

    const seen = entries.filter((entry) => entry.what === 'seen')
    const from = stored.findIndex((message) => message.key === seen[0]?.key)
    expect(seen.map((entry) => entry.key)).toEqual(keys.slice(from))
  }
}, 240_000)

/** Messages of the default room, in their order. */
function messagesOf(stack: TestStack): { key: string; seq: number; n: number }[] {
  const db = new Database(join(stack.folder, 'data/chat.db'), { readonly: true })
  try {
    const statement = db.prepare<[], { id: Buffer; seq: number; n: number }>(
      'SELECT client_message_id AS id, seq, n FROM messages ORDER BY seq',
    )
    return statement.all().map(({ id, seq, n }) => ({ key: unpackUuid(id), seq, n }))
  } finally {
    db.close()
  }
}

async function startTalker(stack: TestStack, number: number) {
  const name = `talker${number}`
  await stack.run(['user', 'add', name, '--password-stdin'], 'a long enough password\n')
  const path = join(stack.folder, `${name}.ledger`)
  const fixture = new URL('../fixtures/talker.ts', import.meta.url)
  const child = fork(fixture, [stack.ws, name, 'a long enough password', path])
  stops.push(() => void child.kill('SIGKILL'))
  await told(child, 'live')

  const read = () =>
    readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LedgerEntry)

  return {
    read,
    async untilAckedMore() {
      child.send({ more: true })
      await told(child, 'acked')
    },
    async settle() {
      child.send({ stop: true })
      return (await told<{ sent: number }>(child, 'settled')).sent
    },
    async catchUp(until: number) {
      child.send({ until })
      await told(child, 'caughtUp')
    },
  }
}

function told<T>(child: ChildProcess, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: Record<string, unknown>) => {
      if (!(what in message)) return
      done()
      resolve(message as T)
    }
    const onExit = (code: number | null) => {
      done()
      reject(new Error(`The talker ended with ${code} before it said "${what}"`))
    }
    const done = () => {
      child.off('message', onMessage)
      child.off('exit', onExit)
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
  })
}

/** Opens one connection after the other, as new clients do, and counts who was let in and who was refused. */
function knockAt(address: string) {
  const { hostname, port } = new URL(address)
  let accepted = 0
  let refused = 0
  let isRunning = true
  let onAccepted = () => {}

  const loop = (async () => {
    while (isRunning) {
      const socket = connect({ host: hostname, port: Number(port) })
      const isLetIn = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      })
      if (isLetIn) {
        await answerOf(socket)
        accepted++
        onAccepted()
      } else refused++
    }
  })()

  return {
    accepted: () => accepted,
    refused: () => refused,
    async untilAccepted(count: number) {
      while (accepted < count) {
        await new Promise<void>((resolve) => {
          onAccepted = resolve
        })
      }
    },
    async stop() {
      isRunning = false
      await loop
    },
  }
}

/** An answer, or the end of the process that was to give it: either way the connection was let in. */
function answerOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('data', () => socket.destroy())
    socket.on('error', () => {}) // 'close' follows
    socket.on('close', () => resolve())
    socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
  })
}
