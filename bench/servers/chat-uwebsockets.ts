/**
 * The peer: uWebSockets, which gathers what it publishes in a turn of the loop as we do, in C++. It comes as the server
 * inside of Bun, and speaks our frames; one insert a message as with socket.io, or nothing stored with `--forget`.
 */

import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answer, usage } from '../harness/program.ts'

interface Speaker {
  user: number
}

interface Asked {
  type: 'auth_request' | 'message'
  id: string
  payload: { token: string; room: string; client_msg_id: string; text: string }
}

const isStoring = !process.argv.includes('--forget')
const folder = mkdtempSync(join(tmpdir(), 'chat-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const db = new Database(join(folder, 'chat.db'))
db.exec('PRAGMA journal_mode = WAL')
db.exec('PRAGMA synchronous = FULL')
db.exec(`
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY, room INTEGER NOT NULL, seq INTEGER NOT NULL, sender INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE, text TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (room, seq)
  ) STRICT
`)
const insert = db.query('INSERT INTO messages (room, seq, sender, key, text, at) VALUES (?, ?, ?, ?, ?, ?)')
const heads = new Map<string, number>()

const server = Bun.serve<Speaker>({
  port: 0,
  hostname: '127.0.0.1',
  fetch: (request, upgrading) => {
    upgrading.upgrade(request, { data: { user: 0 } })
    return undefined
  },
  websocket: {
    perMessageDeflate: false,
    open: (socket) => void socket.send('{"type":"hello","payload":{}}'),
    message(socket, frame) {
      const asked = JSON.parse(frame) as Asked
      if (asked.type === 'message') return say(socket, asked)
      const [room = '', user = ''] = asked.payload.token.split(':')
      socket.data.user = Number(user)
      socket.subscribe(room)
      socket.send('{"type":"auth_response","payload":{"status":"success"}}')
    },
  },
})

function say(socket: Bun.ServerWebSocket<Speaker>, { id, payload }: Asked): void {
  const { room, client_msg_id: key, text } = payload
  const { user } = socket.data
  const seq = (heads.get(room) ?? 0) + 1
  const ts = Date.now()
  heads.set(room, seq)
  const messageId = isStoring ? insert.run(Number(room), seq, user, key, text, ts).lastInsertRowid : seq
  const place = { message_id: String(messageId), room, seq, n: seq, ts }
  socket.send(JSON.stringify({ type: 'ack', re: id, payload: place }))
  const from = { sender_id: String(user), sender_name: `user${user}`, client_msg_id: key }
  const message = { ...place, ...from, text, images: [], version: 1 }
  server.publish(room, JSON.stringify({ type: 'message', payload: message }))
}

answer({
  listen: ({ roomCount, perRoom }: { roomCount: number; perRoom: number }) => ({
    port: server.port,
    tokens: Array.from(
      { length: roomCount * perRoom },
      (_, user) => `${Math.floor(user / perRoom) + 1}:${user + 1}`,
    ),
  }),
  usage,
})
