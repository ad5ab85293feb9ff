import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type HttpStack, startHttpStack } from '../../../../test/helpers/http-stack.ts'
import * as corpus from '../../../../test/helpers/picture-corpus.ts'
import { imageUploadResponseSchema } from '../../../protocol/http.ts'

// Workers have the lowest priority, so on a busy machine they may take their time.
vi.setConfig({ testTimeout: 60_000 })

const ann = { Authorization: 'Bearer token-ann' }

let stack: HttpStack

beforeEach(async () => {
  stack = await startHttpStack({ config: { images: { maxBytes: 200_000 } } })
})

afterEach(() => stack.stop())

function upload(body: Buffer | FormData, headers: Record<string, string> = { 'Content-Type': 'image/jpeg' }) {
  return stack.fetch('/api/images', {
    method: 'POST',
    headers: { ...ann, ...headers },
    body: body instanceof Buffer ? new Uint8Array(body) : body,
  })
}

async function filesLeft(): Promise<string[]> {
  const files = await readdir(stack.imagesDir, { recursive: true }).catch(() => [])
  return files.filter((file) => path.basename(file) !== '.incoming')
}

test('takes a picture as the body, and says where it is', async () => {
  const response = await upload(await corpus.geotaggedJpeg())

  const view = imageUploadResponseSchema.parse(await response.json())
  expect(response.status).toBe(201)
  expect(view).toMatchObject({ image_id: '1', width: 480, height: 640 })
  expect(response.headers.get('location')).toBe(view.url)
})

test('takes a picture from its own page by cookie', async () => {
  const response = await stack.fetch('/api/images', {
    method: 'POST',
    headers: {
      'Content-Type': 'image/png',
      Cookie: `chat_stack_${stack.port}=token-ann`,
      Origin: stack.origin,
    },
    body: new Uint8Array(await corpus.png()),
  })

  expect(response.status).toBe(201)
})

test('takes a picture from a form, whatever it calls itself', async () => {
  const form = new FormData()
  form.set('comment', 'hello')
  form.set('file', new Blob([new Uint8Array(await corpus.webp())], { type: 'text/html' }), '../../etc/passwd')

  const response = await upload(form, {})

  expect(response.status).toBe(201)
  expect(await filesLeft()).toHaveLength(2)
})

test('takes a picture that comes in pieces without saying how many', async () => {
  const bytes = await corpus.jpeg()
  async function* pieces() {
    for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000)
  }

  const response = await stack.fetch('/api/images', {
    method: 'POST',
    headers: { ...ann, 'Content-Type': 'application/octet-stream' },
    body: pieces(),
    duplex: 'half',
  })

  expect(response.status).toBe(201)
})

const codes = { 413: 'too_large', 415: 'unsupported_media' }

test.each([
  [415, 'an SVG', 'image/svg+xml', corpus.svg],
  [415, 'text that calls itself a picture', 'image/png', () => Buffer.from('hello')],
  [415, 'a picture that calls itself text', 'text/plain', corpus.jpeg],
  [413, 'a bomb', 'image/png', () => corpus.pngBomb()],
  [415, 'half a picture', 'image/jpeg', corpus.truncatedJpeg],
  [415, 'nothing', 'image/jpeg', () => Buffer.alloc(0)],
  [413, 'more than a picture may have', 'image/jpeg', () => Buffer.alloc(5_000_000)],
])('answers %s to %s, which the sender gets to read', async (status, _name, type, make) => {
  const response = await upload(await make(), { 'Content-Type': type })

  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ error: { code: codes[status as keyof typeof codes] } })
  expect(await filesLeft()).toEqual([])
})

test('refuses too much that did not say how much it is, in a form too', async () => {
  async function* endless() {
    for (let count = 0; count < 50; count += 1) yield Buffer.alloc(100_000)
  }
  const form = new FormData()
  form.set('file', new Blob([new Uint8Array(250_000)]))

  const streamed = await stack.fetch('/api/images', {
    method: 'POST',
    headers: { ...ann, 'Content-Type': 'image/jpeg' },
    body: endless(),
    duplex: 'half',
  })
  const inForm = await upload(form, {})

  expect([streamed.status, inForm.status]).toEqual([413, 413])
  expect(await filesLeft()).toEqual([])
})

test.each([
  ['a form without a boundary', 'multipart/form-data', 'x'],
  ['a form without a file', 'multipart/form-data; boundary=b', '--b--\r\n'],
  [
    'a form that breaks off',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nabc',
  ],
  ['a form that is none', 'multipart/form-data; boundary=b', 'nothing of the kind'],
])('refuses %s', async (_name, type, body) => {
  const response = await upload(Buffer.from(body), { 'Content-Type': type })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { code: 'bad_request' } })
  expect(await filesLeft()).toEqual([])
})

test('asks a stranger to log in before a byte is kept', async () => {
  const response = await stack.fetch('/api/images', {
    method: 'POST',
    headers: { Origin: stack.origin, 'Content-Type': 'image/jpeg' },
    body: new Uint8Array(await corpus.jpeg()),
  })

  expect(response.status).toBe(401)
  expect(await filesLeft()).toEqual([])
})

test.each([
  ['a picture', 'image/jpeg', ''],
  [
    'a form',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n',
  ],
])('leaves nothing behind when the sender of %s goes away', async (_name, type, prefix) => {
  const socket = connect(stack.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(
    `POST /api/images HTTP/1.1\r\nHost: 127.0.0.1:${stack.port}\r\nAuthorization: Bearer token-ann\r\nContent-Type: ${type}\r\nContent-Length: 100000\r\n\r\n${prefix}`,
  )
  socket.write(Buffer.alloc(5000))
  await expect.poll(async () => (await filesLeft()).length).toBe(1)

  socket.destroy()

  await expect.poll(filesLeft).toEqual([])
  expect(stack.lines.filter(({ level }) => level === 'error')).toEqual([])
})
