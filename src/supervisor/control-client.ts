import http from 'node:http'
import { json } from 'node:stream/consumers'
import type { StackStatus } from './child-status.ts'

const timeoutMs = 5_000

export interface ControlClient {
  /** `null` where no supervisor listens. */
  status(): Promise<StackStatus | null>
  /** Whether one listened. It has begun to stop then. */
  stop(): Promise<boolean>
}

export function createControlClient(socketPath: string): ControlClient {
  return {
    status: async () => (await request(socketPath, 'GET', '/status')) as StackStatus | null,
    stop: async () => (await request(socketPath, 'POST', '/stop')) !== null,
  }
}

/** The answer's body; `null` where nobody is there. Rejects where somebody is, and does not answer well. */
function request(socketPath: string, method: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path, timeout: timeoutMs }, (response) => {
      const ok = response.statusCode !== undefined && response.statusCode < 300
      if (ok) json(response).then(resolve, reject)
      else
        reject(new Error(`Expected the supervisor to answer ${method} ${path}, got ${response.statusCode}`))
    })
    request.on('timeout', () =>
      request.destroy(new Error(`The supervisor does not answer within ${timeoutMs} ms`)),
    )
    request.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? resolve(null) : reject(error),
    )
    request.end()
  })
}
