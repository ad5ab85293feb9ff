import http from 'node:http'
import { json } from 'node:stream/consumers'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import type { StackStatus } from './child-status.ts'
import { createLineSplitter } from './line-splitter.ts'
import { logLimits } from './log-limits.ts'
import { endTrailer, logPath } from './log-request.ts'
import type { LogQuery } from './log-stream.ts'
import type { OperationResult } from './operation.ts'

const timeoutMs = 5_000
const conflict = 409

export interface ControlClient {
  /** `null` where no supervisor listens. */
  status(): Promise<StackStatus | null>
  /** Whether one listened. It has begun to stop then. */
  stop(): Promise<boolean>
  /** Resolve when it is done; `null` where no supervisor listens. Reject where it takes longer than that. */
  reload(withinMs: number): Promise<OperationResult | null>
  restart(child: string | null, withinMs: number): Promise<OperationResult | null>
  /** Some lines at a time, until all were read, or the supervisor ends; `null` where none listens. Throw an ExitError where they were too many. */
  logs(query: LogQuery): Promise<AsyncIterable<readonly string[]> | null>
}

export function createControlClient(socketPath: string): ControlClient {
  const operate = async (path: string, withinMs: number) =>
    (await request(socketPath, 'POST', path, withinMs)) as OperationResult | null
  return {
    reload: (withinMs) => operate('/reload', withinMs),
    restart: (child, withinMs) =>
      operate(child === null ? '/restart' : `/restart?child=${encodeURIComponent(child)}`, withinMs),
    status: async () => (await request(socketPath, 'GET', '/status')) as StackStatus | null,
    logs: (query) => requestLines(socketPath, logPath(query)),
    stop: async () => (await request(socketPath, 'POST', '/stop')) !== null,
  }
}

/** The answer's body; `null` where nobody is there. Rejects where somebody is, and does not answer well. */
function request(socketPath: string, method: string, path: string, withinMs = timeoutMs): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path, timeout: withinMs }, (response) => {
      answered(response, `${method} ${path}`).then(resolve, reject)
    })
    request.on('timeout', () =>
      request.destroy(new Error(`The supervisor does not answer within ${withinMs} ms`)),
    )
    request.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? resolve(null) : reject(error),
    )
    request.end()
  })
}

function requestLines(socketPath: string, path: string): Promise<AsyncGenerator<readonly string[]> | null> {
  return new Promise((resolve, reject) => {
    const request = http.get({ socketPath, path }, (response) => {
      if (response.statusCode === 200) resolve(linesOf(response))
      else answered(response, `GET ${path}`).catch(reject)
    })
    request.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? resolve(null) : reject(error),
    )
  })
}

async function* linesOf(response: http.IncomingMessage): AsyncGenerator<readonly string[]> {
  const splitter = createLineSplitter({ maxLineBytes: logLimits.maxStoredLineBytes })
  try {
    for await (const chunk of response) yield splitter.push(chunk as Buffer)
    if (response.trailers[endTrailer.name] === endTrailer.tooSlow) throw tooSlow()
  } catch (error) {
    // Cut off in the middle: the stack has ended, and the log with it.
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error
  }
}

function tooSlow(): ExitError {
  const message = 'The log came faster than it was read: what came since is not shown.'
  return new ExitError(exitCodes.error, message, { next: 'chat-stack logs --since 5m shows it.' })
}

/** A result that is not what was asked for is an answer too; what has no result is not. */
async function answered(response: http.IncomingMessage, what: string): Promise<unknown> {
  const body = (await json(response)) as { error?: string }
  const { statusCode = 0 } = response
  if (statusCode < 300 || statusCode === conflict) return body
  throw new Error(body.error ?? `Expected the supervisor to answer ${what}, got ${statusCode}`)
}
