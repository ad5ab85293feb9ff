import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type HttpStack, startHttpStack } from '../../../../test/helpers/http-stack.ts'
import { newImageFilenames } from '../../../domain/images/filename.ts'

// Workers have the lowest priority, so on a busy machine they may take their time.
vi.setConfig({ testTimeout: 60_000 })

const ann = { Authorization: 'Bearer token-ann' }
const bob = { Authorization: 'Bearer token-bob' }

let stack: HttpStack

beforeEach(async () => {
  stack = await startHttpStack()
  await mkdir(stack.imagesDir, { recursive: true })
})

afterEach(() => stack.stop())

/** A picture of ann's. */
async function put(bytes: Buffer = Buffer.from('a picture')): Promise<string> {
  const { picture } = newImageFilenames()
  await writeFile(path.join(stack.imagesDir, picture), bytes)
  stack.store.pictures.set(picture, 1)
  return picture
}

test('serves a picture to whoever may see it, by token or by cookie', async () => {
  const filename = await put()

  const byToken = await stack.fetch(`/temp/images/${filename}`, { headers: ann })
  const byCookie = await stack.fetch(`/temp/images/${filename}`, {
    headers: { Cookie: `chat_stack_${stack.port}=token-ann` },
  })

  expect(await byToken.text()).toBe('a picture')
  expect(byCookie.status).toBe(200)
})

test('serves a picture so that nothing but a picture can come of it, and only to this page', async () => {
  const { headers } = await stack.fetch(`/temp/images/${await put()}`, { headers: ann })

  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'private, no-cache',
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-type': 'image/webp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  })
})

test('serves a large picture whole, and its size alone to HEAD', async () => {
  const bytes = Buffer.alloc(3_000_000, 7)
  const filename = await put(bytes)

  const whole = await stack.fetch(`/temp/images/${filename}`, { headers: ann })
  const head = await stack.fetch(`/temp/images/${filename}`, { headers: ann, method: 'HEAD' })

  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
  expect(head.headers.get('content-length')).toBe('3000000')
  expect(await head.text()).toBe('')
})

test('answers 304 to who has it and may still see it, and 404 to who may not any more', async () => {
  const filename = await put()
  const ask = () =>
    stack.raw(
      `GET /temp/images/${filename} HTTP/1.1\r\nHost: 127.0.0.1:${stack.port}\r\nAuthorization: Bearer token-ann\r\nIf-None-Match: "${filename}"\r\nConnection: close\r\n\r\n`,
    )
  const before = await ask()

  stack.store.pictures.delete(filename)
  const after = await ask()

  expect(before).toMatch(/^HTTP\/1\.1 304 /)
  expect(before.split('\r\n\r\n')[1]).toBe('')
  expect(after).toMatch(/^HTTP\/1\.1 404 /)
})

test('gives no sign that a picture exists to who may not see it', async () => {
  const filename = await put()
  await (await stack.fetch(`/temp/images/${filename}`, { headers: ann })).text()
  const answer = async (name: string) => {
    const response = await stack.fetch(`/temp/images/${name}`, { headers: bob })
    const { 'x-request-id': _id, date: _date, ...headers } = Object.fromEntries(response.headers)
    return { status: response.status, text: await response.text(), headers }
  }

  const [foreign, missing, malformed] = [
    await answer(filename),
    await answer(newImageFilenames().picture),
    await answer('holiday.jpg'),
  ]

  expect(foreign.status).toBe(404)
  expect(missing).toEqual(foreign)
  expect(malformed).toEqual(foreign)
})

test('asks a stranger to log in, whatever the name', async () => {
  const filename = await put()

  expect((await stack.fetch(`/temp/images/${filename}`)).status).toBe(401)
  expect((await stack.fetch('/temp/images/holiday.jpg')).status).toBe(401)
})

test('follows no link, even one that has a row', async () => {
  const { picture } = newImageFilenames()
  await symlink('/etc/passwd', path.join(stack.imagesDir, picture))
  stack.store.pictures.set(picture, 1)

  const response = await stack.fetch(`/temp/images/${picture}`, { headers: ann })

  expect(response.status).toBe(404)
})

test('calls a picture whose file is gone not found', async () => {
  const { picture } = newImageFilenames()
  stack.store.pictures.set(picture, 1)

  expect((await stack.fetch(`/temp/images/${picture}`, { headers: ann })).status).toBe(404)
})

test.each([
  '../secret.webp',
  '..%2fsecret.webp',
  '%2e%2e%2fsecret.webp',
  '%252e%252e%252fsecret.webp',
  '..%5csecret.webp',
  '.incoming%2fx.webp',
  'x%00.webp',
  '%00',
  '.',
  '..',
])('keeps to its folder for %s', async (name) => {
  await writeFile(path.join(stack.imagesDir, '../secret.webp'), 'CanarySecret')
  stack.store.pictures.set(decodeURIComponent(name), 1)

  const answer = await stack.raw(
    `GET /temp/images/${name} HTTP/1.1\r\nHost: 127.0.0.1:${stack.port}\r\nAuthorization: Bearer token-ann\r\nConnection: close\r\n\r\n`,
  )

  expect(answer).toMatch(/^HTTP\/1\.1 404 /)
  expect(answer).not.toContain('CanarySecret')
})

test('serves what was uploaded a moment ago', async () => {
  const photo = await sharp({ create: { width: 600, height: 300, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer()
  const uploaded = await stack.fetch('/api/images', {
    method: 'POST',
    headers: { ...ann, 'Content-Type': 'image/jpeg' },
    body: new Uint8Array(photo),
  })
  const { thumb_url } = (await uploaded.json()) as { thumb_url: string }

  const thumbnail = await stack.fetch(thumb_url, { headers: ann })

  expect(await sharp(await thumbnail.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', width: 480 })
})
