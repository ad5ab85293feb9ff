import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { unpackUuid } from '../../src/domain/client-message-id.ts'
import type { Ledger, LedgerEntry, StoredMessage } from './ledger-verdict.ts'
import type { TestStack } from './stack.ts'

/** Somebody who talks without a pause in a process that nobody kills, and keeps a ledger. */
export interface Talker {
  /** Resolves when `count` more messages were acked. */
  untilAcked(count: number): Promise<void>
  /** Stops talking; resolves when all that was sent was acked. */
  settle(): Promise<void>
  /** Resolves when the talker has seen as far as `seq`. */
  catchUp(seq: number): Promise<void>
  ledger(): Ledger
  stop(): void
}

const password = 'a long enough password'
const fixture = new URL('../fixtures/talker.ts', import.meta.url)

/** What nobody means to test with talkers: how fast one may talk, and how often a child may crash. */
export const talkativeSettings = {
  CHAT_STACK_LIMITS__MESSAGES_PER_SECOND: '100000',
  CHAT_STACK_LIMITS__MESSAGE_BURST: '100000',
  CHAT_STACK_LIMITS__REQUESTS_PER_SECOND: '100000',
  CHAT_STACK_LIMITS__REQUEST_BURST: '100000',
  CHAT_STACK_SUPERVISOR__MAX_RESTARTS: '1000',
  CHAT_STACK_SUPERVISOR__BACKOFF_MIN_MS: '0',
  CHAT_STACK_SUPERVISOR__BACKOFF_MAX_MS: '0',
} as const

/** Each answer is awaited so long at most. */
export async function startTalker(stack: TestStack, name: string, deadlineMs = 60_000): Promise<Talker> {
  await stack.run(['user', 'add', name, '--password-stdin'], `${password}\n`)
  const ledgerPath = path.join(stack.folder, `${name}.ledger`)
  const child = fork(fixture, [stack.ws, name, password, ledgerPath])
  const ask = async (message: Record<string, unknown>, answer: string) => {
    const answered = told(child, { name, answer, deadlineMs })
    child.send(message)
    await answered
  }
  await told(child, { name, answer: 'live', deadlineMs })

  return {
    untilAcked: (count) => ask({ more: count }, 'acked'),
    settle: () => ask({ stop: true }, 'settled'),
    catchUp: (seq) => ask({ until: seq }, 'caughtUp'),
    ledger: () => ({ name, entries: readLedger(ledgerPath) }),
    stop: () => void child.kill('SIGKILL'),
  }
}

/** Messages of the default room, in their order. */
export function storedMessages(folder: string): StoredMessage[] {
  const db = new Database(path.join(folder, 'data/chat.db'), { readonly: true })
  try {
    const statement = db.prepare<[], { id: Buffer; seq: number; n: number }>(
      'SELECT client_message_id AS id, seq, n FROM messages ORDER BY seq',
    )
    return statement.all().map(({ id, seq, n }) => ({ key: unpackUuid(id), seq, n }))
  } finally {
    db.close()
  }
}

function readLedger(ledgerPath: string): LedgerEntry[] {
  const lines = readFileSync(ledgerPath, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as LedgerEntry)
}

function told(
  child: ChildProcess,
  { name, answer, deadlineMs }: { name: string; answer: string; deadlineMs: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onMessage = (message: Record<string, unknown>) => {
      if (answer in message) end(resolve)
    }
    const onExit = (code: number | null) =>
      end(() => reject(new Error(`${name} ended with ${code} before saying "${answer}"`)))
    const timer = setTimeout(
      () => end(() => reject(new Error(`Expected ${name} to say "${answer}" within ${deadlineMs} ms`))),
      deadlineMs,
    )
    const end = (settle: () => void) => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
      settle()
    }
    child.on('message', onMessage)
    child.on('exit', onExit)
  })
}
