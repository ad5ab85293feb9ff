/** The peer: socket.io, and better-sqlite3 with one insert a message, as its guides write a chat. Durable, like ours. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Server } from 'socket.io'
import { answer, usage } from '../harness/program.ts'

const folder = mkdtempSync(join(tmpdir(), 'chat-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

const db = new Database(join(folder, 'chat.db'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY, room INTEGER NOT NULL, seq INTEGER NOT NULL, sender INTEGER NOT NULL,
    key TEXT NOT NULL UNIQUE, text TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (room, seq)
  ) STRICT
`)
const insert = db.prepare('INSERT INTO messages (room, seq, sender, key, text, at) VALUES (?, ?, ?, ?, ?, ?)')
const heads = new Map<number, number>()

const http = createServer()
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, httpCompression: false })

io.on('connection', (socket) => {
  const { room, user } = socket.handshake.query as Record<string, string>
  void socket.join(`r${room}`) // the in-memory adapter joins at once
  socket.on('message', (message: { key: string; text: string }, acknowledge: (reply: unknown) => void) => {
    const seq = (heads.get(Number(room)) ?? 0) + 1
    const ts = Date.now()
    const { lastInsertRowid } = insert.run(Number(room), seq, Number(user), message.key, message.text, ts)
    heads.set(Number(room), seq)
    acknowledge({ message_id: String(lastInsertRowid), seq, ts })
    io.to(`r${room}`).emit('message', {
      message_id: String(lastInsertRowid),
      room,
      seq,
      n: seq,
      ts,
      sender_id: user,
      sender_name: `user${user}`,
      client_msg_id: message.key,
      text: message.text,
      images: [],
      version: 1,
    })
  })
})

answer({
  listen: () =>
    new Promise((resolve) => {
      http.listen(0, '127.0.0.1', 4096, () =>
        resolve({ port: (http.address() as { port: number }).port, tokens: [] }),
      )
    }),
  usage,
})
