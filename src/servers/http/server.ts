import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import type { Clock } from '../../platform/clock.ts'

/** An HTTP server that lets go of its clients gently. */
export interface HttpServer {
  readonly server: Server
  /** Resolves once connections are accepted; rejects as `net` does (`EADDRINUSE`). To be called once. */
  listen(target: { fd: number } | { host: string; port: number }): Promise<void>
  connections(): number
  /** Whether it takes its leave. */
  isDraining(): boolean
  /**
   * Accepts nothing more and resolves when the last connection is closed. Idempotent. What has not ended shortly before
   * the deadline, such as a slow upload, is cut off, so that the process still ends in order.
   */
  drain(deadlineMs: number): Promise<void>
}

export interface ServerBounds {
  /** A request's head must be whole by then. */
  readonly headersTimeoutMs: number
  /** How often Node looks for heads that are late. */
  readonly checkIntervalMs: number
  readonly keepAliveMs: number
  /** A connection on which nothing moves for so long, in either direction, is closed. */
  readonly idleMs: number
  readonly maxHeaderBytes: number
}

export const defaultServerBounds: ServerBounds = {
  headersTimeoutMs: 5_000,
  checkIntervalMs: 1_000,
  keepAliveMs: 5_000,
  idleMs: 120_000,
  maxHeaderBytes: 16 * 1024,
}

/** What closing the store and the rest takes at most. */
const cutBeforeDeadlineMs = 1_000

export function createHttpServer(
  listener: RequestListener,
  { bounds = defaultServerBounds, clock }: { bounds?: ServerBounds; clock: Clock },
): HttpServer {
  const server = createServer({
    headersTimeout: bounds.headersTimeoutMs,
    // Bodies have deadlines of their own: an upload may be slow, everything else may not.
    requestTimeout: 0,
    connectionsCheckingInterval: bounds.checkIntervalMs,
    keepAliveTimeout: bounds.keepAliveMs,
    maxHeaderSize: bounds.maxHeaderBytes,
  })
  server.timeout = bounds.idleMs
  const answering = new Set<ServerResponse>()
  const sockets = countSockets(server)
  let drained: Promise<void> | undefined

  server.on('request', (request, response) => {
    answering.add(response)
    response.once('close', () => answering.delete(response))
    if (drained !== undefined) sayGoodbye(response)
    listener(request, response)
  })

  async function listen(target: Parameters<HttpServer['listen']>[0]): Promise<void> {
    server.listen(target)
    await once(server, 'listening')
  }

  /**
   * Node's own `close` drops idle keep-alive connections at once, and with them requests that are already on their way.
   * So only the accepting ends here: each connection goes with the answer to its next request, or when it has idled for
   * as long as it was promised.
   */
  function drain(deadlineMs: number): Promise<void> {
    drained ??= new Promise((resolve) => {
      for (const response of answering) sayGoodbye(response)
      const cancelCut = clock.after(Math.max(0, deadlineMs - cutBeforeDeadlineMs), () =>
        server.closeAllConnections(),
      )
      NetServer.prototype.close.call(server, () => {
        cancelCut()
        resolve()
      })
    })
    return drained
  }

  return { server, listen, connections: sockets, isDraining: () => drained !== undefined, drain }
}

function sayGoodbye(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}

function countSockets(server: Server): () => number {
  let open = 0
  server.on('connection', (socket) => {
    open += 1
    socket.once('close', () => {
      open -= 1
    })
  })
  return () => open
}
