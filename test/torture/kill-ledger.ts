import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Knocker, knockAt } from '../helpers/knocker.ts'
import { judge } from '../helpers/ledger-verdict.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'
import { startTalker, storedMessages, type Talker, talkativeSettings } from '../helpers/talkers.ts'
import type { Outcome } from './outcome.ts'

export interface KillLedgerOptions {
  kills: number
  /** At the least; they are spread over the kills. */
  acks: number
  /** What is not done by then fails. */
  deadlineMs: number
}

type Target = 'ws' | 'http' | 'supervisor'

const people = ['ann', 'bob', 'eve', 'wei']
/** Every tenth kill is the supervisor's and every tenth the HTTP server's; the rest hit where the promises are made. */
const targetOf = (kill: number): Target => (kill % 10 === 9 ? 'supervisor' : kill % 10 === 4 ? 'http' : 'ws')
/** An orphan may hold the ports for a moment after its supervisor's death. */
const restartDeadlineMs = 60_000
const longestDelayMs = 20

/**
 * [promise 1] Talkers in processes of their own, each with a ledger, while the stack is killed under them: a child or the
 * supervisor, at a random moment. The ledgers are then held against the database.
 */
export async function killLedger({ kills, acks, deadlineMs }: KillLedgerOptions): Promise<Outcome> {
  const startMs = performance.now()
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-torture-'))
  const seat = await takeSeat(folder)
  const killed: Record<Target, number> = { ws: 0, http: 0, supervisor: 0 }
  let isKept = false
  try {
    const perKill = Math.ceil(acks / kills / people.length)
    for (let kill = 0; kill < kills && performance.now() - startMs < deadlineMs; kill += 1) {
      const target = targetOf(kill)
      // Anywhere between a request and the answers to it.
      await wait(Math.random() * longestDelayMs)
      await seat.kill(target)
      await Promise.all(seat.talkers.map((talker) => talker.untilAcked(perKill)))
      killed[target] += 1
      if ((kill + 1) % 50 === 0) console.log(`  ${kill + 1} kills, ${seconds(startMs)}`)
    }
    const verdict = await seat.verdict()
    const done = killed.ws + killed.http + killed.supervisor
    const violations = [
      ...verdict.violations,
      ...(seat.refused() > 0 ? [`${seat.refused()} connections were refused`] : []),
      ...(done < kills ? [`only ${done} of ${kills} kills were done in time`] : []),
      ...(verdict.acked < acks ? [`only ${verdict.acked} of ${acks} messages were acked`] : []),
    ]
    isKept = violations.length === 0
    return {
      name: 'kill -9 ledger',
      figures: {
        'kills (ws, http, supervisor)': `${done} (${killed.ws}, ${killed.http}, ${killed.supervisor})`,
        acked: verdict.acked,
        'deliveries checked': verdict.seen,
        'connections refused': seat.refused(),
        took: seconds(startMs),
      },
      violations,
    }
  } finally {
    await seat.leave()
    if (isKept) await rm(folder, { recursive: true, force: true })
    else console.log(`  ledgers and database are kept in ${folder}`)
  }
}

/** A stack on ports that stay the same, with its talkers, and somebody knocking at both doors. */
async function takeSeat(folder: string) {
  let stack = await startStack({ folder, env: talkativeSettings })
  const ports = {
    CHAT_STACK_HTTP__PORT: new URL(stack.http).port,
    CHAT_STACK_WS__PORT: new URL(stack.ws).port,
  }
  const talkers: Talker[] = []
  const knockers: Knocker[] = []

  async function kill(target: Target): Promise<void> {
    if (target === 'supervisor') return killSupervisor()
    process.kill(await stack.childPid(target), 'SIGKILL')
    await Promise.all(knockers.map((knocker) => knocker.untilAccepted(2)))
  }

  /** The one whose sockets they are: until it is back, whoever knocks is refused, and that is no fault. */
  async function killSupervisor(): Promise<void> {
    await Promise.all(knockers.map((knocker) => knocker.pause()))
    await stack.kill()
    stack = await startAgain(folder, { ...talkativeSettings, ...ports })
    for (const knocker of knockers) knocker.resume()
  }

  async function verdict() {
    await Promise.all(talkers.map((talker) => talker.settle()))
    const stored = storedMessages(folder)
    await Promise.all(talkers.map((talker) => talker.catchUp(stored.at(-1)?.seq ?? 0)))
    return judge(
      stored,
      talkers.map((talker) => talker.ledger()),
    )
  }

  async function leave(): Promise<void> {
    for (const talker of talkers) talker.stop()
    await Promise.all(knockers.map((knocker) => knocker.stop()))
    await stack.stop()
  }

  try {
    for (const name of people) talkers.push(await startTalker(stack, name))
    knockers.push(knockAt(stack.ws), knockAt(stack.http))
  } catch (error) {
    await leave()
    throw error
  }
  const refused = () => knockers.reduce((sum, knocker) => sum + knocker.refused(), 0)
  return { talkers, kill, verdict, refused, leave }
}

async function startAgain(folder: string, env: Record<string, string>): Promise<TestStack> {
  const startMs = performance.now()
  for (;;) {
    try {
      return await startStack({ folder, env })
    } catch (error) {
      if (performance.now() - startMs > restartDeadlineMs) throw error
    }
  }
}

function seconds(sinceMs: number): string {
  return `${Math.round((performance.now() - sinceMs) / 1_000)} s`
}
