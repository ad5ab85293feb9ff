import type http from 'node:http'
import { lineLevels } from './log-filter.ts'
import type { LineLevel } from './log-line.ts'
import { type LogQuery, type OpenLogStream, ReaderTooSlow } from './log-stream.ts'

/** The trailer that tells a log that was let go from one that has ended. */
export const endTrailer = { name: 'log-end', tooSlow: 'reader-too-slow' } as const

/** Where the log is asked for: `GET /logs?child=&level=&since=&follow=1`, `since` in milliseconds since 1970. */
export function logPath({ filter: { child, level, sinceMs }, follow }: LogQuery): string {
  const query = new URLSearchParams()
  if (child !== null) query.set('child', child)
  if (level !== null) query.set('level', level)
  if (sinceMs !== null) query.set('since', String(sinceMs))
  if (follow) query.set('follow', '1')
  return `/logs?${query.toString()}`
}

/** What `logPath` was made of, or what is wrong with it. */
export function parseLogQuery(query: URLSearchParams): LogQuery | string {
  const level = query.get('level')
  if (level !== null && !isLineLevel(level)) return `Expected level to be one of ${lineLevels.join(', ')}`
  const since = query.get('since')
  if (since !== null && !/^\d{1,15}$/.test(since)) return 'Expected since in milliseconds since 1970'
  const sinceMs = since === null ? null : Number(since)
  return { filter: { child: query.get('child'), level, sinceMs }, follow: query.get('follow') === '1' }
}

export function isLineLevel(text: string): text is LineLevel {
  return (lineLevels as readonly string[]).includes(text)
}

/** Answers with the lines as they are, one JSON object each. Never rejects. */
export async function sendLog(
  response: http.ServerResponse,
  open: OpenLogStream,
  query: LogQuery,
): Promise<void> {
  const stream = open(query)
  if (stream === null) {
    response.writeHead(503, { 'content-type': 'application/json', connection: 'close' })
    response.end(`${JSON.stringify({ error: 'Too many others read the log.' })}\n`)
    return
  }
  response.once('close', stream.close)
  response.writeHead(200, { 'content-type': 'application/x-ndjson', connection: 'close' })
  response.flushHeaders()
  try {
    for await (const lines of stream.lines()) {
      if (!response.write(`${lines.join('\n')}\n`)) await drained(response)
    }
    response.end()
  } catch (error) {
    // Files that cannot be read any more, or a reader that is gone.
    if (!(error instanceof ReaderTooSlow)) return void response.destroy()
    response.addTrailers({ [endTrailer.name]: endTrailer.tooSlow })
    response.end()
  }
}

/** Waits as long as the reader does, such as a pager: what waits meanwhile is bounded where it comes from. */
function drained(response: http.ServerResponse): Promise<void> {
  if (response.destroyed) return Promise.reject(new Error('The reader is gone'))
  return new Promise((resolve, reject) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle)
      if (response.destroyed) reject(new Error('The reader is gone'))
      else resolve()
    }
    response.once('drain', settle).once('close', settle)
  })
}
