import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type HttpStack, startHttpStack } from '../../../test/helpers/http-stack.ts'
import { clientConfigSchema, httpErrorSchema } from '../../protocol/http.ts'

const page = '<!doctype html><title>chat</title>'
const script = 'console.log("chat")\n'.repeat(500)

let stack: HttpStack

beforeEach(async () => {
  stack = await startHttpStack()
})

afterEach(() => stack.stop())

async function buildClient(): Promise<void> {
  await mkdir(path.join(stack.webDir, 'assets'), { recursive: true })
  await writeFile(path.join(stack.webDir, 'index.html'), page)
  await writeFile(path.join(stack.webDir, 'assets/main-abc123.js'), script)
  await writeFile(path.join(stack.webDir, 'assets/main-abc123.js.map'), '{}')
  await writeFile(path.join(stack.webDir, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
}

const asPage = { headers: { Accept: 'text/html,*/*' } }

test('serves the page, which a browser asks for again each time', async () => {
  await buildClient()

  const response = await stack.fetch('/', asPage)

  expect(await response.text()).toBe(page)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-cache')
})

test('answers 304 to a browser that has the page', async () => {
  await buildClient()
  const etag = (await stack.fetch('/')).headers.get('etag') ?? ''

  const answer = await stack.raw(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${stack.port}\r\nIf-None-Match: ${etag}\r\nConnection: close\r\n\r\n`,
  )

  expect(answer).toMatch(/^HTTP\/1\.1 304 /)
  expect(answer).not.toContain('<!doctype')
})

test('serves the page for an address inside the client, and for nothing else', async () => {
  await buildClient()

  expect(await (await stack.fetch('/rooms/42', asPage)).text()).toBe(page)
  for (const address of ['/missing.js', '/api/nothing', '/temp/nothing', '/assets/gone-1.js']) {
    expect((await stack.fetch(address, asPage)).status).toBe(404)
  }
  expect((await stack.fetch('/rooms/42', { headers: { Accept: 'application/json' } })).status).toBe(404)
  expect((await stack.fetch('/rooms/42', { method: 'POST', headers: { Origin: stack.origin } })).status).toBe(
    404,
  )
})

test('serves hashed assets for ever, and no source maps', async () => {
  await buildClient()

  const response = await stack.fetch('/assets/main-abc123.js')

  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect((await stack.fetch('/assets/main-abc123.js.map')).status).toBe(404)
})

test.each([
  ['br', 'gzip, deflate, br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  [null, 'identity', (bytes: Buffer) => bytes],
])('compresses with %s for who takes %s', async (encoding, accepted, decompress) => {
  await buildClient()

  const answer = await stack.raw(
    `GET /assets/main-abc123.js HTTP/1.1\r\nHost: 127.0.0.1:${stack.port}\r\nAccept-Encoding: ${accepted}\r\nConnection: close\r\n\r\n`,
  )

  const [head = '', body = ''] = answer.split('\r\n\r\n', 2)
  expect(/^Content-Encoding: (.*)$/im.exec(head)?.[1] ?? null).toBe(encoding)
  expect(head).toMatch(/^Vary: Accept-Encoding$/im)
  expect(decompress(Buffer.from(body, 'latin1')).toString()).toBe(script)
})

test('says plainly that the client is not built, and serves it as soon as it is', async () => {
  const missing = await stack.fetch('/', asPage)
  await buildClient()

  expect(missing.status).toBe(503)
  expect(await missing.text()).toContain('npm run build')
  expect((await stack.fetch('/', asPage)).status).toBe(200)
})

test('serves a new build without a restart', async () => {
  await buildClient()
  await stack.fetch('/', asPage)
  await writeFile(path.join(stack.webDir, 'assets/main-def456.js'), 'new')
  await writeFile(path.join(stack.webDir, 'index.html'), 'new page')

  expect(await (await stack.fetch('/', asPage)).text()).toBe('new page')
  expect(await (await stack.fetch('/assets/main-def456.js')).text()).toBe('new')
})

test.each([
  '/../../../../etc/passwd',
  '/assets/../../etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/%252e%252e/etc/passwd',
  '/assets/..%2f..%2fetc/passwd',
  '/assets/..%5c..%5cetc/passwd',
  '/assets/main-abc123.js%00.html',
  '//etc/passwd',
])('serves nothing for %s', async (address) => {
  await buildClient()

  const answer = await stack.raw(
    `GET ${address} HTTP/1.1\r\nHost: 127.0.0.1:${stack.port}\r\nConnection: close\r\n\r\n`,
  )

  expect(answer).toMatch(/^HTTP\/1\.1 40[04] /)
  expect(answer).not.toContain('root:')
})

test('tells a client where the WebSocket server is, and how one may come in', async () => {
  const response = await stack.fetch('/client-config.json')

  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(clientConfigSchema.parse(await response.json())).toEqual({
    ws_url: null,
    ws_port: 7223,
    place_name: 'Home',
    registration: 'open',
    claimed: true,
    version: '0.0.0-test',
  })
})

test('sends a policy that names the WebSocket port of the host that was asked for, and allows nothing inline', async () => {
  const response = await stack.fetch('/client-config.json')
  const policy = new Map(
    response.headers
      .get('content-security-policy')
      ?.split(';')
      .map((directive) => [directive.split(' ', 1)[0] ?? '', directive.split(' ').slice(1).join(' ')]),
  )

  expect(Object.fromEntries(policy)).toEqual({
    'default-src': "'self'",
    'connect-src': "'self' ws://127.0.0.1:7223",
    'img-src': "'self' blob: data:",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  })
})

test('names the host of the page in the policy: to a browser localhost is not 127.0.0.1', async () => {
  const answer = await stack.raw(
    `GET /healthz HTTP/1.1\r\nHost: localhost:${stack.port}\r\nConnection: close\r\n\r\n`,
  )

  expect(answer).toContain("connect-src 'self' ws://localhost:7223;")
})

test('isolates the page, tells others nothing of it, and says nothing of what it runs on', async () => {
  const { headers } = await stack.fetch('/client-config.json')

  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('strict-transport-security')).toBeNull()
  expect(headers.get('x-powered-by')).toBeNull()
})

test('asks for TLS from then on where browsers come by TLS', async () => {
  const secure = await startHttpStack({
    config: {
      http: { publicUrl: 'https://chat.example.org' },
      ws: { publicUrl: 'wss://chat.example.org/ws' },
    },
  })

  const { headers } = await secure.fetch('/client-config.json')

  expect(headers.get('strict-transport-security')).toBe('max-age=15724800')
  expect(headers.get('content-security-policy')).toContain("connect-src 'self' wss://chat.example.org;")
  await secure.stop()
})

test('is ready while the database answers, and alive in any case', async () => {
  expect((await stack.fetch('/readyz')).status).toBe(200)

  stack.store.state.isBroken = true

  expect((await stack.fetch('/readyz')).status).toBe(503)
  expect((await stack.fetch('/healthz')).status).toBe(200)
})

test('is not ready while it drains', async () => {
  const draining = await startHttpStack({ context: { isDraining: () => true } })

  const response = await draining.fetch('/readyz')

  expect([response.status, await response.json()]).toEqual([503, { status: 'draining' }])
  await draining.stop()
})

test('tells a stranger nothing of a bug, and the log everything, under one id', async () => {
  stack.store.state.isBroken = true

  const response = await stack.fetch('/client-config.json')

  const text = await response.text()
  expect(response.status).toBe(500)
  expect(httpErrorSchema.parse(JSON.parse(text)).error.code).toBe('internal')
  expect(text).not.toContain('Canary')
  const line = stack.lines.find(({ event }) => event === 'request_failed')
  expect(line).toMatchObject({ level: 'error', fields: { requestId: response.headers.get('x-request-id') } })
})

test('logs the path of a request without its query', async () => {
  await stack.fetch('/healthz?secret=CanaryQuery')

  await expect.poll(() => stack.lines.some(({ event }) => event === 'request')).toBe(true)
  expect(JSON.stringify(stack.lines)).not.toContain('CanaryQuery')
})

test.each([
  ['a malformed address', 'GET /temp/images/%zz HTTP/1.1', 400],
  ['a malformed page', 'GET /%E0%A4%A HTTP/1.1', 400],
  ['an unknown method', 'BREW / HTTP/1.1', 400],
  ['a method that nobody handles', 'PROPFIND / HTTP/1.1', 403],
  ['a header of 20 KiB', `GET / HTTP/1.1\r\nX-Long: ${'x'.repeat(20_000)}`, 431],
  ['no HTTP', 'hello there', 400],
  ['an absolute address', 'GET http://evil.example/healthz HTTP/1.1', 200],
])('survives %s', async (_name, start, status) => {
  const answer = await stack.raw(`${start}\r\nHost: 127.0.0.1:${stack.port}\r\nConnection: close\r\n\r\n`)

  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(stack.lines.filter(({ level }) => level === 'error')).toEqual([])
  expect((await stack.fetch('/healthz')).status).toBe(200)
})
