import { createLogFilter, type LogFilter } from './log-filter.ts'
import { openLogHistory } from './log-history.ts'
import { logLimits } from './log-limits.ts'

export interface LogQuery {
  readonly filter: LogFilter
  /** Whether what is to come is asked for too. */
  readonly follow: boolean
}

/** The log as one reader sees it. */
export interface LogStream {
  /** Ends where the log was read, or `close` was called. Rejects with `ReaderTooSlow` where the log came faster. */
  readonly lines: () => AsyncGenerator<readonly string[]>
  /** Idempotent. */
  readonly close: () => void
}

/** What has come meanwhile is let go with the reader. */
export class ReaderTooSlow extends Error {
  override readonly name = 'ReaderTooSlow'
}

export interface LogStreamsOptions {
  /** `null`: nothing is kept on disk. */
  readonly folder: string | null
  /** Brings every line so far to the files. */
  readonly flush: () => void
  /** Calls back with every line from now on, until the returned function is called. */
  readonly watch: (watcher: (json: string) => void) => () => void
}

/** What answers a query; `null` where as many as are allowed read already. */
export type OpenLogStream = (query: LogQuery) => LogStream | null

/** No line is lost or doubled where the files end and the live ones begin: nothing else runs in between. */
export function createLogStreams({ folder, flush, watch }: LogStreamsOptions): OpenLogStream {
  let readers = 0

  return ({ filter, follow }) => {
    if (readers >= logLimits.maxReaders) return null
    flush()
    const history = folder === null ? null : openLogHistory(folder, filter)
    const live = follow ? followLines(watch, filter) : null
    readers += 1
    let isOpen = true

    async function* lines(): AsyncGenerator<readonly string[]> {
      if (history !== null) yield* history.lines()
      if (live !== null) yield* live.lines()
    }

    function close(): void {
      if (!isOpen) return
      isOpen = false
      readers -= 1
      history?.close()
      live?.close()
    }

    return { lines, close }
  }
}

/** What a reader has not taken yet is bounded: who falls further behind is let go. */
function followLines(watch: LogStreamsOptions['watch'], filter: LogFilter): LogStream {
  const isAsked = createLogFilter(filter)
  let waiting: string[] = []
  let waitingBytes = 0
  let isOpen = true
  let isOverrun = false
  let wake = () => {}
  const stopWatching = watch((json) => {
    if (!isAsked(json)) return
    waiting.push(json)
    waitingBytes += json.length
    isOverrun = waitingBytes > logLimits.maxBacklogBytes
    if (isOverrun) close()
    wake()
  })

  function close(): void {
    isOpen = false
    waiting = []
    stopWatching()
    wake()
  }

  async function* lines(): AsyncGenerator<readonly string[]> {
    for (;;) {
      if (waiting.length === 0 && isOpen)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      if (!isOpen) break
      const taken = waiting
      waiting = []
      waitingBytes = 0
      yield taken
    }
    if (isOverrun) throw new ReaderTooSlow()
  }

  return { lines, close }
}
