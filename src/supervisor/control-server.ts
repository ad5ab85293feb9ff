import { chmodSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { StackStatus } from './child-status.ts'
import { parseLogQuery, sendLog } from './log-request.ts'
import type { OpenLogStream } from './log-stream.ts'
import type { OperationResult } from './operation.ts'

/** What can be asked of a running supervisor. */
export interface ControlHandlers {
  status(): StackStatus
  /** Begins; the caller sees the end by the lock. */
  stop(): void
  /** All children, or the one that is named; `null` where there is no such child. Neither rejects. */
  reload(child: string | null): Promise<OperationResult | null>
  restart(child: string | null): Promise<OperationResult | null>
  readonly logs: OpenLogStream
}

const requestTimeoutMs = 5_000

/**
 * HTTP over a Unix socket that only its owner can open, so that `curl --unix-socket` works. A socket file left by a
 * crash is replaced: whoever calls this holds the lock. Returns its end.
 */
export async function startControlServer(socketPath: string, handlers: ControlHandlers): Promise<() => void> {
  rmSync(socketPath, { force: true })
  const server = http.createServer({ requestTimeout: requestTimeoutMs }, (request, response) =>
    answer(request, response, handlers),
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, resolve)
  })
  chmodSync(socketPath, 0o600)
  return () => {
    server.close()
    server.closeAllConnections()
  }
}

function answer(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  handlers: ControlHandlers,
): void {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://control')
  const child = searchParams.get('child')
  switch (`${request.method} ${pathname}`) {
    case 'GET /status':
      return reply(response, 200, handlers.status())
    case 'GET /logs':
      return answerLogs(response, searchParams, handlers.logs)
    case 'POST /stop':
      reply(response, 202, {})
      return handlers.stop()
    case 'POST /reload':
      return void handlers.reload(child).then((result) => replyResult(response, child, result))
    case 'POST /restart':
      return void handlers.restart(child).then((result) => replyResult(response, child, result))
    default:
      return reply(response, 404, { error: `Expected GET /status, /logs or POST /stop, /reload, /restart` })
  }
}

function answerLogs(response: http.ServerResponse, query: URLSearchParams, open: OpenLogStream): void {
  const parsed = parseLogQuery(query)
  if (typeof parsed === 'string') return reply(response, 400, { error: parsed })
  void sendLog(response, open, parsed)
}

/** 200 where all is as it was asked for, 409 where not. */
function replyResult(
  response: http.ServerResponse,
  child: string | null,
  result: OperationResult | null,
): void {
  if (result === null) return reply(response, 404, { error: `There is no child "${child}".` })
  reply(response, result.ok ? 200 : 409, result)
}

function reply(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(`${JSON.stringify(body)}\n`)
}
