/** What most Node servers do: `ws.send` of one string to each socket. */
import { WebSocketServer } from 'ws'
import { answer, usage } from '../harness/program.ts'
import { textOf } from './fan-out-message.ts'

let server: WebSocketServer
let seq = 0

answer({
  listen: () =>
    new Promise((resolve) => {
      server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false }, () =>
        resolve((server.address() as { port: number }).port),
      )
    }),
  publish: ({ ticks, perTick }: { ticks: number; perTick: number }) =>
    new Promise<void>((resolve) => {
      const tick = (left: number) => {
        if (left === 0) return resolve()
        for (let i = 0; i < perTick; i++) {
          const text = textOf(++seq)
          for (const client of server.clients) client.send(text)
        }
        setImmediate(tick, left - 1)
      }
      tick(ticks)
    }),
  usage,
})
