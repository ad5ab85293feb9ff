import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'

let stack: WsStack

beforeAll(async () => {
  stack = await startWsStack({ config: { http: { port: 7222 } } })
})

afterAll(async () => {
  await stack.stop()
})

/** Writes a request as it is, and resolves with all that comes back until the server closes. */
function exchange(text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(stack.port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => {
      answer += data.toString('latin1')
    })
    // A reset is an end as well; the assertions look at what was said before it.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
  })
}

function upgrade(headers: Record<string, string>): Promise<string> {
  const all = {
    Host: `127.0.0.1:${stack.port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return exchange(`GET / HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`)
}

async function statusFor(origin: string): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${stack.port}`, { origin })
  return new Promise((resolve) => {
    socket.once('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => undefined)
  })
}

describe('the handshake', () => {
  test.each([
    ['http://127.0.0.1:7222', 101],
    ['http://localhost:7222', 101],
    ['http://[::1]:7222', 101],
    ['http://127.0.0.1:7223', 403],
    ['http://127.0.0.1', 403],
    ['https://127.0.0.1:7222', 403],
    ['http://127.0.0.1:7222.evil.example', 403],
    ['http://evil.example', 403],
    ['null', 403],
  ])('[P-15] a page of %s gets %i', async (origin, status) => {
    expect(await statusFor(origin)).toBe(status)
  })

  test('[P-15] a name that is not ours gets 421, before anything is opened', async () => {
    const answer = await upgrade({ Host: 'evil.example:7223' })
    expect(answer).toMatch(/^HTTP\/1\.1 421 /)
    expect(answer).toContain('does not answer to this name')
  })

  test('[P-10] a refused origin gets 403, and no 101', async () => {
    const answer = await upgrade({ Origin: 'http://evil.example' })
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
  })

  test('a plain request gets 426 and a sentence', async () => {
    const answer = await fetch(`http://127.0.0.1:${stack.port}/`)
    expect(answer.status).toBe(426)
    expect(answer.headers.get('upgrade')).toBe('websocket')
    expect(await answer.text()).toBe('This is a WebSocket server; the pages are on the HTTP port.\n')
  })

  test.each([
    ['another version', { 'Sec-WebSocket-Version': '99' }, 400],
    ['no key', { 'Sec-WebSocket-Key': 'short' }, 400],
    ['another protocol', { Upgrade: 'h2c' }, 400],
  ])('an upgrade with %s is refused', async (_what, headers, status) => {
    expect(await upgrade(headers)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  })

  test('garbage is refused, and the next connection is served', async () => {
    expect(await exchange('\u0000\u0001 nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
    const client = await stack.connect()
    expect((await client.next('hello')).payload).toMatchObject({ protocols: [1], server: 'chat-stack' })
  })

  test('compression is not agreed to', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${stack.port}`, { perMessageDeflate: true })
    await new Promise((resolve) => socket.once('open', resolve))
    expect(socket.extensions).toBe('')
    socket.terminate()
  })
})
