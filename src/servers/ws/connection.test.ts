import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { limits } from '../../protocol/limits.ts'
import { Connection, type ConnectionWatcher } from './connection.ts'
import type { FlushingSocket } from './flushing-socket.ts'
import { textFrame } from './frame.ts'
import { createFlusher } from './out-buffer.ts'
import { Usage } from './usage.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
const identity = { accountId: 1, sessionId: 2 }

/** A connection whose peer takes nothing, until `drained`. */
function setUp() {
  const clock = createManualClock()
  const writes: Buffer[] = []
  let release: (() => void) | undefined
  const socket = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, callback) {
      writes.push(chunk)
      release = callback
    },
    highWaterMark: 16,
  })
  const closes: { code: number; reason: string }[] = []
  const webSocket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    beforeClose: undefined as (() => void) | undefined,
    pings: 0,
    ping() {
      this.pings += 1
    },
    resume: () => undefined,
    pause: () => undefined,
    terminate: () => socket.destroy(),
    close(code: number, reason: string) {
      this.beforeClose?.()
      this.readyState = 2
      closes.push({ code, reason })
    },
  })
  const told: string[] = []
  const watcher: ConnectionWatcher = {
    received: () => undefined,
    pinged: () => undefined,
    settled: () => void told.push('settled'),
    ended: (_connection, cause) => void told.push(`ended: ${cause}`),
    closed: () => void told.push('closed'),
  }
  const connection = new Connection({
    webSocket: webSocket as unknown as FlushingSocket,
    socket: Object.assign(socket, { bytesRead: 0 }) as unknown as Socket,
    headBytes: 0,
    peer: { address: '', addressPrefix: '', isBrowser: false, device: '', cookieToken: null },
    usage: new Usage({ perSecond: 1, burst: 1 }, 0),
    flusher: createFlusher(),
    watcher,
    clock,
  })
  const goLive = () => {
    connection.apply({ type: 'authentication_started' })
    connection.apply({ type: 'authenticated', identity })
  }
  return { connection, clock, writes, closes, told, webSocket, socket, goLive, drained: () => release?.() }
}

const frameOf = (bytes: number) => textFrame('x'.repeat(bytes))
const bytesOf = (buffers: readonly Buffer[]) => Buffer.concat(buffers).length

describe('a connection', () => {
  test('[P-6] writes all frames of a tick at once, in order', async () => {
    const { connection, writes } = setUp()
    const frames = ['a', 'b', 'c'].map(textFrame)
    for (const frame of frames) connection.send(frame)
    expect(writes).toEqual([])

    await turn()

    expect(writes).toEqual([Buffer.concat(frames)])
  })

  test('[P-6] a close lets out first what was sent before it and in the same tick', async () => {
    const { connection, writes, closes } = setUp()
    connection.send(textFrame('before'))
    connection.close('revoked')
    connection.send(textFrame('after'))

    await turn()

    expect(bytesOf(writes)).toBe(textFrame('before').length + textFrame('after').length)
    expect(closes).toEqual([{ code: 4410, reason: 'revoked' }])
  })

  test('[P-6] the peer’s close lets out first what waits for it', () => {
    const { connection, webSocket, writes } = setUp()
    connection.send(textFrame('an answer'))
    webSocket.close(1000, '')
    expect(bytesOf(writes)).toBe(textFrame('an answer').length)
  })

  test('[P-6] nothing is written to a socket that is not open any more', async () => {
    const { connection, webSocket, writes } = setUp()
    connection.send(textFrame('too late'))
    webSocket.readyState = 2
    connection.send(textFrame('later still'))
    await turn()
    expect(writes).toEqual([])
  })

  test('[P-41] ephemeral events are dropped above 256 KiB, durable ones are not', async () => {
    const { connection, writes, drained } = setUp()
    connection.send(frameOf(limits.softBufferBytes))
    await turn()
    connection.sendEphemeral(textFrame('typing'))
    connection.send(textFrame('durable'))
    drained()
    await turn()
    await turn()
    expect(Buffer.concat(writes).includes('durable')).toBe(true)
    expect(Buffer.concat(writes).includes('typing')).toBe(false)
  })

  test('[P-41] above 1 MiB the connection is closed with 4001, and takes no more', async () => {
    const { connection, closes, told } = setUp()
    const frame = frameOf(200 * 1024)
    for (let sent = 0; sent < 20; sent += 1) {
      connection.send(frame)
      await turn()
    }
    expect(closes).toEqual([{ code: 4001, reason: 'slow' }])
    expect(told).toEqual(['settled', 'ended: slow'])
  })

  test('[P-10] who is being looked at is not cut off, and goes with the answer if it is no', () => {
    const { connection, clock } = setUp()
    connection.apply({ type: 'authentication_started' })

    clock.advance(limits.unauthenticatedTimeoutMs)
    expect(connection.state).toEqual({ kind: 'authenticating' })

    connection.apply({ type: 'authentication_failed' })
    expect(connection.state).toEqual({ kind: 'closing', cause: 'notAuthenticated' })
  })

  test('[P-10] is no stranger once it is live, and is told its end once', () => {
    const { connection, clock, closes, told, goLive, webSocket } = setUp()
    goLive()
    expect(clock.pending()).toBe(0)
    clock.advance(limits.unauthenticatedTimeoutMs)
    webSocket.emit('close')
    connection.close('slow')
    expect(told).toEqual(['settled', 'ended: gone', 'closed'])
    expect(closes).toEqual([])
  })

  test('[P-10] 8 KiB from a stranger end it, and from a live one do not', () => {
    const stranger = setUp()
    const live = setUp()
    live.goLive()
    for (const { socket } of [stranger, live]) {
      Object.assign(socket, { bytesRead: limits.maxUnauthenticatedBytes + 1 })
      socket.emit('data', Buffer.alloc(1))
    }
    expect([stranger.socket.destroyed, live.socket.destroyed]).toEqual([true, false])
  })

  test('[P-40] is pinged when it is time, and closed when it stays silent', () => {
    const { connection, clock, goLive, webSocket, socket } = setUp()
    goLive()
    const beat = (ms: number) => {
      clock.advance(ms)
      connection.beat({ intervalMs: 25_000, graceMs: 10_000 })
    }
    beat(24_999)
    expect(webSocket.pings).toBe(0)
    beat(1)
    expect(webSocket.pings).toBe(1)
    Object.assign(socket, { bytesRead: 6 })
    beat(9_999)
    beat(25_000)
    expect([webSocket.pings, connection.state.kind]).toEqual([2, 'live'])
    beat(10_000)
    expect(connection.state).toEqual({ kind: 'closing', cause: 'heartbeat' })
  })

  test('whoever waits for an answer gives up when the connection ends', () => {
    const { connection, goLive } = setUp()
    goLive()
    const signal = connection.endSignal
    expect(signal.aborted).toBe(false)
    connection.destroy()
    expect(signal.aborted).toBe(true)
  })
})
