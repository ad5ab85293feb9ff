import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { textFrame, textFrames } from './frame.ts'

const texts = [
  '',
  'a'.repeat(125),
  'a'.repeat(126),
  'a'.repeat(65_535),
  'a'.repeat(65_536),
  '上海 🙂 é'.repeat(9_000),
]

test('[P-6] frames of every length are read back by another implementation as they were', async () => {
  const { client, socket } = await rawServerAndClient()
  const received: string[] = []
  const all = new Promise<void>((resolve) => {
    client.on('message', (data: Buffer) => {
      received.push(data.toString())
      if (received.length === texts.length) resolve()
    })
  })

  socket.write(textFrames(texts))

  await all
  expect(received).toEqual(texts)
  client.terminate()
})

test.each([
  [125, 2],
  [126, 4],
  [65_535, 4],
  [65_536, 10],
])('a payload of %i bytes has a header of %i', (payloadBytes, headerBytes) => {
  expect(textFrame('x'.repeat(payloadBytes)).length).toBe(payloadBytes + headerBytes)
})

/** A socket that has become a WebSocket by hand, and the `ws` client at its other end. */
async function rawServerAndClient(): Promise<{ client: WebSocket; socket: Socket }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as { port: number }
  const client = new WebSocket(`ws://127.0.0.1:${address.port}`)
  const [socket] = (await once(server, 'connection')) as [Socket]
  const [request] = (await once(socket, 'data')) as [Buffer]
  const key = /sec-websocket-key: (.*)\r\n/i.exec(request.toString())?.[1] ?? ''
  const digest = await crypto.subtle.digest(
    'SHA-1',
    Buffer.from(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`),
  )
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${Buffer.from(digest).toString('base64')}\r\n\r\n`,
  )
  await once(client, 'open')
  server.close()
  return { client, socket }
}
