import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { Unusable } from './postings.ts'
import { startThread, type Thread } from './thread.ts'

type Talk<From> = Exclude<From, { type: 'opened' } | Unusable>
type Opened<From> = Extract<From, { type: 'opened' }>

interface KeptThreadOptions<To, From> {
  entry: 'writer' | 'reader'
  /** Read anew for each start. */
  settings: () => unknown
  onUp: (post: (message: To) => void, opened: Opened<From>) => void
  onDown: () => void
  onMessage: (message: Talk<From>) => void
  /** Whether a message is the one answer that each posting gets. */
  isAnswer: (message: Talk<From>) => boolean
  log: Log
  clock: Clock
}

export interface KeptThread {
  isUp(): boolean
  /** Lets it finish what it was given. Idempotent. */
  close(): Promise<void>
}

const firstRestartMs = 50
const longestRestartMs = 5_000
/** Far above the longest that it may wait for a lock: beyond it the disk hangs, or our program. */
const answerTimeoutMs = 30_000
/** What was posted before is answered first; a thread that does not come to it hangs. */
const closeTimeoutMs = 10_000

/**
 * Starts a thread, and again whenever it ends by itself: a server with a thousand sockets survives the crash of one
 * thread, refuses with `unavailable` meanwhile, and goes on following where it was. Rejects where the first start fails.
 */
export async function keepThread<To, From extends { type: string }>(
  options: KeptThreadOptions<To | { type: 'close' }, From>,
): Promise<KeptThread> {
  const { entry, settings, onUp, onDown, onMessage, isAnswer, log, clock } = options
  let current: Thread<To | { type: 'close' }> | null = null
  let closing: Promise<void> | null = null
  let restartMs = firstRestartMs
  let cancelRestart = () => {}
  let unanswered = 0
  let cancelWatch = () => {}

  async function start(): Promise<void> {
    const { thread, opened } = await startThread<To | { type: 'close' }, From>({
      entry,
      settings: settings(),
      onMessage: (message) => {
        restartMs = firstRestartMs
        if (isAnswer(message)) watch(unanswered - 1)
        onMessage(message)
      },
      onEnd: ended,
    })
    // Closed while it was starting.
    if (closing !== null) return thread.post({ type: 'close' })
    current = thread
    onUp((message) => {
      if (unanswered === 0) watch(1)
      else unanswered += 1
      thread.post(message)
    }, opened)
  }

  function watch(count: number): void {
    unanswered = count
    cancelWatch()
    if (count > 0) cancelWatch = clock.after(answerTimeoutMs, hang)
  }

  /** Who waits is told now: a thread that hangs in the disk cannot be ended before the disk comes back. */
  function hang(): void {
    log.error('store_thread_hangs', { thread: entry, unanswered, answerTimeoutMs })
    const thread = current
    current = null
    onDown()
    thread?.kill()
  }

  function ended(cause: unknown): void {
    current = null
    watch(0)
    onDown()
    if (closing !== null) return
    log.error('store_thread_ended', { thread: entry, error: cause, restartMs })
    restartLater()
  }

  function restartLater(): void {
    cancelRestart = clock.after(restartMs, () => void restart())
    restartMs = Math.min(restartMs * 2, longestRestartMs)
  }

  async function restart(): Promise<void> {
    try {
      await start()
    } catch (error) {
      log.error('store_thread_not_started', { thread: entry, error, restartMs })
      restartLater()
    }
  }

  async function close(): Promise<void> {
    cancelRestart()
    const thread = current
    if (thread === null) return
    thread.post({ type: 'close' })
    const cancelKill = clock.after(closeTimeoutMs, () => thread.kill())
    await thread.ended
    cancelKill()
  }

  await start()
  return { isUp: () => current !== null, close: () => (closing ??= close()) }
}
