/** The floor: the same bytes, built once and written to plain sockets. */
import { createServer, type Socket } from 'node:net'
import { answer, usage } from '../harness/program.ts'
import { frameOf } from './fan-out-message.ts'

const sockets = new Set<Socket>()
let seq = 0

answer({
  listen: () =>
    new Promise((resolve) => {
      const server = createServer((socket) => {
        const size = Buffer.alloc(4)
        size.writeUInt32BE(frameOf(100_000).length)
        socket.setNoDelay(true)
        socket.write(size)
        sockets.add(socket)
        socket.on('error', () => sockets.delete(socket))
      })
      server.listen(0, '127.0.0.1', 4096, () => resolve((server.address() as { port: number }).port))
    }),
  publish: ({ ticks, perTick }: { ticks: number; perTick: number }) =>
    new Promise<void>((resolve) => {
      const tick = (left: number) => {
        if (left === 0) return resolve()
        const frames = Array.from({ length: perTick }, () => frameOf(100_000 + ++seq))
        const bytes = perTick === 1 ? frames[0]! : Buffer.concat(frames)
        for (const socket of sockets) socket.write(bytes)
        setImmediate(tick, left - 1)
      }
      tick(ticks)
    }),
  usage,
})
