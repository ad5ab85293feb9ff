/** chat-stack's hub, connections and frames, fed with events as the store would: what a delivery costs without the database. */
import type { StoredEvent } from '../../src/domain/store.ts'
import { addMember, startChat } from '../harness/chat-server.ts'
import { answer, usage } from '../harness/program.ts'
import { textOf } from './fan-out-message.ts'

let deliver: (events: readonly StoredEvent[]) => void
let token: string
let seq = 0

answer({
  async listen() {
    const { store, port } = await startChat({
      wrap: (real) => ({
        ...real,
        follow(listener) {
          deliver = listener
          return real.follow(listener)
        },
      }),
    })
    token = (await addMember(store, 'listener')).token
    return port
  },
  hello: () => JSON.stringify({ type: 'auth_request', payload: { action: 'token', token } }),
  publish: ({ ticks, perTick }: { ticks: number; perTick: number }) =>
    new Promise<void>((resolve) => {
      const tick = (left: number) => {
        if (left === 0) return resolve()
        deliver(Array.from({ length: perTick }, event))
        // Two turns: the frames of a tick leave in its own check phase.
        setImmediate(() => setImmediate(tick, left - 1))
      }
      tick(ticks)
    }),
  collect: () => globalThis.gc?.(),
  usage,
})

function event(): StoredEvent {
  seq++
  return { stream: 'room', roomId: 1, seq, type: 'message', frame: textOf(seq) }
}
