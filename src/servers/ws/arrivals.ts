import type { Server, Socket } from 'node:net'
import { createOutstanding } from './outstanding.ts'

/** Who was accepted and is no WebSocket yet. */
export interface Arrivals {
  /** One has become a WebSocket. */
  settle(socket: Socket): void
  /** Resolves when nobody is on the way. */
  none(): Promise<void>
}

export function watchArrivals(server: Server): Arrivals {
  const outstanding = createOutstanding()
  const arriving = new WeakSet<Socket>()

  function settle(socket: Socket): void {
    if (arriving.delete(socket)) outstanding.end()
  }

  server.on('connection', (socket) => {
    arriving.add(socket)
    outstanding.begin()
    socket.once('close', settleThis)
  })

  // No closure of its own for each socket: thousands stay for days.
  function settleThis(this: Socket): void {
    settle(this)
  }

  return { settle, none: () => outstanding.none() }
}
