import type { Clock } from '../../platform/clock.ts'
import type { CommandInput, CommandKind, CommandResult } from '../commands.ts'
import { DomainError } from '../errors.ts'
import type { Snapshot, StoredEvent } from '../store.ts'
import { errorOf } from './outcome.ts'
import type { BatchResult, PostedCommand, ToWriter } from './postings.ts'

/** Gathers what is asked in a turn of the loop, and while a batch is on its way, into the next batch. */
export interface WriteQueue {
  execute<K extends CommandKind>(kind: K, input: CommandInput<K>): Promise<CommandResult<K>>
  snapshot(userId: number): Promise<Snapshot | null>
  /** The answer to the batch that was posted last. */
  settle(result: BatchResult): void
  /** Where batches go; `null`: nowhere, so everything is refused until there is a way again. */
  connect(post: ((message: ToWriter) => void) | null): void
  /** Resolves when nothing waits any more; everything asked later is refused. */
  finish(): Promise<void>
}

interface Waiting<T> {
  resolve: (value: T) => void
  reject: (error: Error) => void
}

interface WaitingCommand extends Waiting<unknown> {
  posted: PostedCommand
}

interface WaitingSnapshot extends Waiting<Snapshot | null> {
  userId: number
}

interface InFlight {
  commands: WaitingCommand[]
  snapshots: WaitingSnapshot[]
}

export const maxWaitingWrites = 10_000
/** A batch holds the write lock, and delays what comes behind it: 512 commits take some 10 ms. */
const maxBatchCommands = 512
/** A snapshot costs as much as several commands; a thousand at once come after a restart. */
const maxBatchSnapshots = 32
/** Sessions expire also while nobody writes. */
const beatIntervalMs = 1_000

export function createWriteQueue(clock: Clock, deliver: (events: StoredEvent[]) => void): WriteQueue {
  let commands: WaitingCommand[] = []
  let snapshots: WaitingSnapshot[] = []
  let inFlight: InFlight | null = null
  let post: ((message: ToWriter) => void) | null = null
  let isScheduled = false
  let finished: (() => void) | null = null
  let cancelBeat = () => {}

  function execute<K extends CommandKind>(kind: K, input: CommandInput<K>): Promise<CommandResult<K>> {
    return new Promise((resolve, reject) => {
      if (isRefusing()) return reject(new DomainError('unavailable'))
      commands.push({ posted: { kind, input }, resolve: resolve as (value: unknown) => void, reject })
      schedule()
    })
  }

  function snapshot(userId: number): Promise<Snapshot | null> {
    return new Promise((resolve, reject) => {
      if (isRefusing()) return reject(new DomainError('unavailable'))
      snapshots.push({ userId, resolve, reject })
      schedule()
    })
  }

  function isRefusing(): boolean {
    return post === null || finished !== null || commands.length + snapshots.length >= maxWaitingWrites
  }

  /**
   * After the sockets of this turn and of the next were read: who speaks at the same moment arrives some microseconds apart,
   * and the loop wakes at the first. Twice as many messages share a commit, for a wait that nobody can see.
   */
  function schedule(): void {
    if (isScheduled || inFlight !== null) return
    isScheduled = true
    setImmediate(() =>
      setImmediate(() => {
        isScheduled = false
        postBatch()
      }),
    )
  }

  function postBatch(): void {
    if (post === null || inFlight !== null) return
    if (commands.length + snapshots.length === 0) return
    send(post)
  }

  function send(to: (message: ToWriter) => void): void {
    const batch = {
      commands: commands.splice(0, maxBatchCommands),
      snapshots: snapshots.splice(0, maxBatchSnapshots),
    }
    inFlight = batch
    to({
      type: 'batch',
      nowMs: clock.nowMs(),
      commands: batch.commands.map(({ posted }) => posted),
      snapshots: batch.snapshots.map(({ userId }) => userId),
    })
  }

  function settle(result: BatchResult): void {
    const settled = inFlight
    inFlight = null
    // The thread works on the next batch while this one is told to the clients.
    postBatch()
    deliver(result.events)
    if (settled !== null) settleAll(settled, result)
    if (isEmpty()) finished?.()
  }

  function connect(to: ((message: ToWriter) => void) | null): void {
    post = to
    cancelBeat()
    if (to === null) return refuseAll()
    beat()
    postBatch()
  }

  function beat(): void {
    cancelBeat = clock.after(beatIntervalMs, () => {
      if (post !== null && inFlight === null && isEmpty()) send(post)
      beat()
    })
  }

  /** What was on its way may have been committed or not: nobody is told that it was, and keys make repeats harmless. */
  function refuseAll(): void {
    const waiting = [...(inFlight?.commands ?? []), ...(inFlight?.snapshots ?? []), ...commands, ...snapshots]
    inFlight = null
    commands = []
    snapshots = []
    for (const { reject } of waiting) reject(new DomainError('unavailable'))
    finished?.()
  }

  function isEmpty(): boolean {
    return inFlight === null && commands.length + snapshots.length === 0
  }

  function finish(): Promise<void> {
    return new Promise((resolve) => {
      finished = () => {
        cancelBeat()
        resolve()
      }
      if (isEmpty()) finished()
    })
  }

  return { execute, snapshot, settle, connect, finish }
}

function settleAll({ commands, snapshots }: InFlight, result: BatchResult): void {
  for (const [index, { resolve, reject }] of commands.entries()) {
    const outcome = result.outcomes[index]
    if (outcome?.ok === true) resolve(outcome.value)
    else if (outcome !== undefined) reject(errorOf(outcome))
  }
  const views = result.snapshots
  for (const [index, { resolve, reject }] of snapshots.entries()) {
    if (Array.isArray(views)) resolve(views[index] ?? null)
    else reject(errorOf(views))
  }
}
