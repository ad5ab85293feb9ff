import http from 'node:http'
import { json } from 'node:stream/consumers'
import type { StackStatus } from './child-status.ts'
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
}

export function createControlClient(socketPath: string): ControlClient {
  const operate = async (path: string, withinMs: number) =>
    (await request(socketPath, 'POST', path, withinMs)) as OperationResult | null
  return {
    reload: (withinMs) => operate('/reload', withinMs),
    restart: (child, withinMs) =>
      operate(child === null ? '/restart' : `/restart?child=${encodeURIComponent(child)}`, withinMs),
    status: async () => (await request(socketPath, 'GET', '/status')) as StackStatus | null,
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

/** A result that is not what was asked for is an answer too; what has no result is not. */
async function answered(response: http.IncomingMessage, what: string): Promise<unknown> {
  const body = (await json(response)) as { error?: string }
  const { statusCode = 0 } = response
  if (statusCode < 300 || statusCode === conflict) return body
  throw new Error(body.error ?? `Expected the supervisor to answer ${what}, got ${statusCode}`)
}
