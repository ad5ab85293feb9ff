/** The load of `fan-out`: many sockets that only listen, count, and check that nothing is missing or doubled. */
import { connect, type Socket } from 'node:net'
import { type FrameSocket, openFrameSocket } from './frame-socket.ts'
import { answer } from './program.ts'

const marker = Buffer.from('"seq":')
let delivered = 0
let faults = 0
let waiting: { total: number; resolve: () => void } | null = null

answer({
  async connect({
    port,
    count,
    kind,
    hello,
  }: {
    port: number
    count: number
    kind: 'websocket' | 'bytes'
    hello: string | null
  }) {
    const open = kind === 'websocket' ? () => openListener(port, hello) : () => openPlain(port)
    // One after the other: what is measured is not the burst of handshakes.
    for (let i = 0; i < count; i++) await open()
    return count
  },
  delivered({ total }: { total: number }) {
    return new Promise<{ faults: number }>((resolve) => {
      waiting = { total, resolve: () => resolve({ faults }) }
      settle()
    })
  },
})

function openListener(port: number, hello: string | null): Promise<FrameSocket> {
  let last = 0
  return new Promise((resolve) => {
    openFrameSocket({
      port,
      path: '/',
      onOpen: (socket) => {
        if (hello === null) resolve(socket)
        else socket.send(hello)
      },
      onText: (payload, socket) => {
        const at = payload.indexOf(marker)
        if (at === -1) {
          if (payload.includes('"auth_response"')) resolve(socket)
          return
        }
        const seq = Number.parseInt(
          payload.toString('latin1', at + marker.length, at + marker.length + 12),
          10,
        )
        if (seq !== last + 1) faults++
        last = seq
        count(1)
      },
      onClose: () => faults++,
    })
  })
}

/** A plain socket has no frames: it counts bytes, of which its server says how many make a message. */
function openPlain(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let bytes = 0
    let size = 0
    socket.on('error', () => faults++)
    socket.on('data', (chunk: Buffer) => {
      let length = chunk.length
      if (size === 0) {
        size = chunk.readUInt32BE(0)
        length -= 4
        resolve(socket)
      }
      const before = Math.floor(bytes / size)
      bytes += length
      count(Math.floor(bytes / size) - before)
    })
  })
}

function count(deliveries: number): void {
  delivered += deliveries
  settle()
}

function settle(): void {
  if (!waiting || delivered < waiting.total) return
  const { resolve } = waiting
  waiting = null
  resolve()
}
