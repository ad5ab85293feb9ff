import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Server as NetServer, type Socket } from 'node:net'
import { WebSocketServer } from 'ws'
import { limits } from '../../protocol/limits.ts'
import type { Admission } from './admission.ts'
import { watchArrivals } from './arrivals.ts'
import { bounds } from './bounds.ts'
import type { Peer } from './connection.ts'
import { FlushingSocket } from './flushing-socket.ts'
import { type Handshake, type Refusal, refuseUpgrade, tokenOfUpgrade } from './handshake.ts'

/** A WebSocket that has just been opened. */
export interface Arrival {
  readonly webSocket: FlushingSocket
  readonly socket: Socket
  /** What came behind the upgrade's header, in the same packet. */
  readonly headBytes: number
  readonly peer: Peer
  /** [P-10] */
  readonly token: string | null
}

export interface Reception {
  readonly server: Server
  /**
   * Accepts nobody any more, and resolves when those who were accepted are WebSockets or gone: who stands between the two
   * would be cut off by the end of the process.
   */
  closeGently(): Promise<void>
}

const upgradeNeeded: Refusal = {
  status: 426,
  sentence: 'This is a WebSocket server; the pages are on the HTTP port.',
}
const tooMany: Refusal = { status: 503, sentence: 'The server has too much to do; come back in a moment.' }

const webSocketOptions = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: limits.maxPayloadBytes,
  maxFragments: limits.maxFragments,
  maxBufferedChunks: bounds.maxBufferedChunks,
  maxPendingAutoPongs: bounds.maxPendingPongs,
  closeTimeout: limits.slowCloseTimeoutMs,
  WebSocket: FlushingSocket,
}

/**
 * The door: an HTTP server that knows one thing, to become a WebSocket.
 * ```
 * upgrade ─► Host? ─ 421   Origin? ─ 403   room? ─ 503
 *              └────► wait for the address's turn and the loop's ─► 101 ─► onArrival
 * ```
 */
export function createReception(options: {
  handshake: () => Handshake
  admission: Admission
  onArrival: (arrival: Arrival) => void
}): Reception {
  const { handshake, admission, onArrival } = options
  const webSockets = new WebSocketServer(webSocketOptions)
  const server = createServer(
    {
      headersTimeout: bounds.headersTimeoutMs,
      requestTimeout: bounds.requestTimeoutMs,
      keepAliveTimeout: bounds.headersTimeoutMs,
      connectionsCheckingInterval: bounds.timeoutCheckMs,
    },
    (request, response) => answerInHttp(response, handshake().refusalOf(request) ?? upgradeNeeded),
  )
  const arrivals = watchArrivals(server)
  server.maxConnections = bounds.maxConnections
  // The TCP server's own socket, whatever the type of the event says: there is no TLS here.
  server.on('upgrade', (request, socket, head) => receive(request, socket as Socket, head))

  function receive(request: IncomingMessage, socket: Socket, head: Buffer): void {
    // Nobody listens before `ws` does, and an error without a listener ends the process.
    socket.on('error', destroyOnError)
    const refusal = handshake().refusalOf(request)
    if (refusal !== null) return refuseUpgrade(socket, refusal)
    const peer = handshake().peerOf(request)
    admission.ask({
      address: peer.address,
      admit: () => open(request, socket, head, peer),
      refuse: () => refuseUpgrade(socket, tooMany),
      isGone: () => socket.destroyed,
    })
  }

  function open(request: IncomingMessage, socket: Socket, head: Buffer, peer: Peer): void {
    let isOpen = false
    socket.removeListener('error', destroyOnError)
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      isOpen = true
      arrivals.settle(socket)
      onArrival({ webSocket, socket, headBytes: head.length, peer, token: tokenOfUpgrade(request, peer) })
    })
    // `ws` answers at once, either way.
    if (!isOpen) admission.release(peer.address)
  }

  function closeGently(): Promise<void> {
    NetServer.prototype.close.call(server)
    return arrivals.none()
  }

  return { server, closeGently }
}

/** No closure: one would keep the whole request in memory for as long as the socket lives. */
function destroyOnError(this: Socket): void {
  this.destroy()
}

function answerInHttp(response: ServerResponse, { status, sentence }: Refusal): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    Connection: 'close',
    ...(status === upgradeNeeded.status && { Upgrade: 'websocket' }),
  })
  response.end(`${sentence}\n`)
}
