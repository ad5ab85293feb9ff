import { afterAll, beforeAll, expect, test } from 'vitest'
import { type HttpStack, startHttpStack } from '../../../test/helpers/http-stack.ts'

let stack: HttpStack

beforeAll(async () => {
  stack = await startHttpStack()
})

afterAll(() => stack.stop())

function get(host: string, address = '/healthz'): Promise<string> {
  return stack.raw(`GET ${address} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
}

test.each(['127.0.0.1', 'localhost', '[::1]', 'LocalHost'])('[P-15] answers to %s', async (name) => {
  expect(await get(`${name}:${stack.port}`)).toMatch(/^HTTP\/1\.1 200 /)
})

test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', '127.0.0.1.evil.example', ''])(
  '[P-15] refuses host "%s" in plain words, whatever is asked for',
  async (host) => {
    for (const address of ['/healthz', '/', '/client-config.json', '/temp/images/x']) {
      const answer = await get(host, address)

      expect(answer).toMatch(/^HTTP\/1\.1 421 /)
      expect(answer).toContain('This server does not answer to that host name.')
    }
  },
)

test('[P-15] refuses a request with no host at all, and one with two', async () => {
  expect(await stack.raw('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /)
  expect(await get(`evil.example\r\nHost: 127.0.0.1:${stack.port}`)).toMatch(/^HTTP\/1\.1 4\d\d /)
})

test('[P-15] does not believe X-Forwarded-Host of a stranger', async () => {
  expect(await get(`evil.example\r\nX-Forwarded-Host: 127.0.0.1:${stack.port}`)).toMatch(/^HTTP\/1\.1 421 /)
})

test('[P-15] believes X-Forwarded-Host of a proxy that it was told of', async () => {
  const behindProxy = await startHttpStack({
    config: { http: { publicUrl: 'https://chat.example.org', trustProxy: 1 } },
  })
  const ask = (host: string) =>
    behindProxy.raw(
      `GET /healthz HTTP/1.1\r\nHost: app:7222\r\nX-Forwarded-Host: ${host}\r\nConnection: close\r\n\r\n`,
    )

  expect(await ask('chat.example.org')).toMatch(/^HTTP\/1\.1 200 /)
  expect(await ask('evil.example')).toMatch(/^HTTP\/1\.1 421 /)
  await behindProxy.stop()
})

test.each([
  ['no origin', undefined],
  ['another site', 'https://evil.example'],
  ['another port of this host', 'http://127.0.0.1:3000'],
  ['a file', 'null'],
])('[P-15] lets a page of %s change nothing, even with a good cookie', async (_name, origin) => {
  const headers = { Cookie: `chat_stack_${stack.port}=token-ann`, ...(origin && { Origin: origin }) }
  for (const [method, address] of [
    ['POST', '/session'],
    ['DELETE', '/session'],
    ['POST', '/api/images'],
    ['PUT', '/anything'],
  ] as const) {
    const response = await stack.fetch(address, { method, headers })

    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { code: 'forbidden' } })
  }
  expect((await stack.fetch('/session', { headers })).status).toBe(200)
})

test('[P-15] believes no cookie beside a token that is not good', async () => {
  const headers = { Cookie: `chat_stack_${stack.port}=token-ann`, Authorization: 'Bearer wrong' }

  const response = await stack.fetch('/api/images', { method: 'POST', headers })

  expect(response.status).toBe(401)
})
