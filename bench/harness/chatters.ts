/** The load of `chat`: members of rooms that talk and listen, and check that each room is complete and in order. */
import { randomUUID } from 'node:crypto'
import { type FrameSocket, openFrameSocket } from './frame-socket.ts'
import { answer } from './program.ts'

interface Dialect {
  path(member: Member): string
  /** What to say to `text` before the member counts as there; `null` when it is there. */
  greet(text: string, member: Member, socket: FrameSocket): boolean
  message(member: Member, key: string, text: string): string
  isDelivery(payload: Buffer): boolean
  isAck(payload: Buffer): boolean
}

interface Member {
  room: number
  user: number
  token: string
  socket: FrameSocket | null
  last: number
}

const dialects: Record<string, Dialect> = {
  'chat-stack': {
    path: () => '/',
    greet(text, member, socket) {
      if (text.includes('"hello"')) {
        socket.send(
          JSON.stringify({ type: 'auth_request', payload: { action: 'token', token: member.token } }),
        )
      }
      if (text.includes('"status":"error"')) throw new Error(text)
      return text.includes('"auth_response"')
    },
    message: (member, key, text) =>
      JSON.stringify({
        type: 'message',
        id: key,
        payload: { room: String(member.room), client_msg_id: key, text },
      }),
    isDelivery: startsWith('{"type":"message"'),
    isAck: startsWith('{"type":"ack"'),
  },
  'socket.io': {
    path: (member) => `/socket.io/?EIO=4&transport=websocket&room=${member.room}&user=${member.user}`,
    greet(text, _member, socket) {
      if (text.startsWith('0')) socket.send('40')
      return text.startsWith('40')
    },
    message: (_member, key, text) => `421${JSON.stringify(['message', { key, text }])}`,
    isDelivery: startsWith('42["message"'),
    isAck: startsWith('431['),
  },
}

const text = 'The heron moved up four millimetres, and the caption under it lost a line. '.padEnd(120, '.')
const seqMarker = Buffer.from('"seq":')
const members: Member[] = []
let dialect: Dialect
let delivered = 0
let acked = 0
let faults = 0
let left = 0
let inFlightSince = new Map<Member, number[]>()
let latenciesMs: number[] = []
let finish: (() => void) | null = null
let expected = 0

answer({
  async connect(options: {
    dialect: string
    port: number
    rooms: number[]
    perRoom: number
    tokens: string[]
  }) {
    dialect = dialects[options.dialect]!
    for (const [r, room] of options.rooms.entries()) {
      for (let i = 0; i < options.perRoom; i++) {
        const user = r * options.perRoom + i
        const member = { room, user: user + 1, token: options.tokens[user] ?? '', socket: null, last: 0 }
        members.push(member)
        await join(member, options.port)
      }
    }
  },
  /** Each room keeps `window` messages in flight until `messages` were sent in all; resolves when all were delivered. */
  talk({ messages, window }: { messages: number; window: number }) {
    const perRoom = members.filter((member) => member.room === members[0]?.room).length
    delivered = 0
    acked = 0
    latenciesMs = []
    inFlightSince = new Map()
    left = messages
    expected = messages * perRoom
    const speakers = [...new Map(members.map((member) => [member.room, member])).values()]
    const done = new Promise<void>((resolve) => {
      finish = resolve
    })
    for (const speaker of speakers) {
      const roommates = members.filter((member) => member.room === speaker.room)
      for (let i = 0; i < window; i++) speak(roommates[i % roommates.length]!)
    }
    return done.then(() => ({ delivered, acked, faults, ackMs: percentiles(latenciesMs) }))
  },
  /** In step: somebody in each room says something at the same moment, `rounds` times, each when all has arrived. */
  async step({ rounds }: { rounds: number }) {
    const rooms = [...Map.groupBy(members, (member) => member.room).values()]
    const total = { delivered: 0, acked: 0 }
    latenciesMs = []
    for (let round = 0; round < rounds; round++) {
      delivered = 0
      acked = 0
      left = rooms.length
      expected = members.length
      const done = new Promise<void>((resolve) => {
        finish = () => acked === rooms.length && resolve()
      })
      for (const roommates of rooms) speak(roommates[round % roommates.length]!)
      await done
      total.delivered += delivered
      total.acked += acked
    }
    return { ...total, faults, ackMs: percentiles(latenciesMs) }
  },
  /** As people do: `perSecond` messages in all, each by another member; resolves when all were delivered. */
  pace({ perSecond, messages }: { perSecond: number; messages: number }) {
    const perRoom = members.filter((member) => member.room === members[0]?.room).length
    delivered = 0
    latenciesMs = []
    inFlightSince = new Map()
    expected = messages * perRoom
    const done = new Promise<void>((resolve) => {
      finish = resolve
    })
    let said = 0
    const timer = setInterval(() => {
      left = 1
      speak(members[(said * 53) % members.length]!)
      said += 1
      if (said === messages) clearInterval(timer)
    }, 1_000 / perSecond)
    return done.then(() => ({ delivered, faults, ackMs: percentiles(latenciesMs) }))
  },
})

function join(member: Member, port: number): Promise<void> {
  return new Promise((resolve) => {
    let isThere = false
    openFrameSocket({
      port,
      path: dialect.path(member),
      onOpen: (socket) => {
        member.socket = socket
      },
      onText: (payload, socket) => {
        if (isThere) return receive(member, payload)
        if (payload.length === 1) return socket.send('3') // engine.io's ping
        isThere = dialect.greet(payload.toString(), member, socket)
        if (isThere) resolve()
      },
      onClose: () => faults++,
    })
  })
}

function receive(member: Member, payload: Buffer): void {
  if (dialect.isDelivery(payload)) {
    const at = payload.indexOf(seqMarker) + seqMarker.length
    const seq = Number.parseInt(payload.toString('latin1', at, at + 12), 10)
    if (member.last !== 0 && seq !== member.last + 1) faults++
    member.last = seq
    delivered++
    if (delivered >= expected) finish?.()
  } else if (dialect.isAck(payload)) {
    acked++
    const since = inFlightSince.get(member)?.shift()
    if (since !== undefined) latenciesMs.push(performance.now() - since)
    speak(member)
    if (delivered >= expected) finish?.()
  } else if (payload.length === 1 && payload[0] === 0x32) member.socket?.send('3')
  else if (payload.includes('"error"')) throw new Error(payload.toString())
}

function speak(member: Member): void {
  if (left === 0) return
  left--
  const since = inFlightSince.get(member) ?? []
  since.push(performance.now())
  inFlightSince.set(member, since)
  member.socket?.send(dialect.message(member, randomUUID(), text))
}

function percentiles(values: number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99) }
}

function startsWith(prefix: string): (payload: Buffer) => boolean {
  const bytes = Buffer.from(prefix)
  return (payload) =>
    payload.length >= bytes.length && payload.compare(bytes, 0, bytes.length, 0, bytes.length) === 0
}
