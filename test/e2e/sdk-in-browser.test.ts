import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { build, type Plugin, type Rolldown } from 'vite'
import { expect, it, onTestFinished } from 'vitest'
import type { createChatClient } from '../../src/client/chat-client.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { present } from '../helpers/present.ts'
import { roomView, startScriptedServer } from '../helpers/scripted-server.ts'

declare global {
  var sdk: { createChatClient: typeof createChatClient }
  var client: ReturnType<typeof createChatClient>
}

const sdk = path.join(import.meta.dirname, '../../src/client/chat-client.ts')
const maxGzippedBytes = 12 * 1024

it('[P-32] what was written before a reload is sent after it, under the same id', async () => {
  const page = await openPage(await bundle())
  const server = await startScriptedServer()
  onTestFinished(() => server.stop())
  await connect(page, server.url)
  const first = await server.peer()
  await first.welcome()
  await page.evaluate(() => globalThis.client.whenLive())
  const id = await page.evaluate(() => globalThis.client.send('1', '写在重新加载之前'))
  await first.next('message')
  await page.reload()
  await connect(page, server.url)
  const second = await server.peer()
  await second.welcome()
  const again = await second.next('message')
  expect(again.payload).toEqual({ room: '1', client_msg_id: id, text: '写在重新加载之前' })

  second.reply(again, 'ack', { message_id: '1', room: '1', client_msg_id: id, seq: 1, n: 1, ts: 1 })
  await page.waitForFunction(outboxIsEmpty)
  await page.reload()
  await connect(page, server.url)
  const third = await server.peer()
  await third.welcome({ rooms: [roomView({ last_seq: 1, last_n: 1 })] })
  await page.evaluate(() => globalThis.client.whenLive())

  expect(third.waiting()).toEqual([])
})

it('[P-70] what is done for pictures is loaded with the first one', async () => {
  const page = await openPage(await bundle())
  const server = await startScriptedServer()
  onTestFinished(() => server.stop())
  const loaded: string[] = []
  page.on('request', (request) => loaded.push(path.basename(request.url())))
  await connect(page, server.url)
  const peer = await server.peer()
  await peer.welcome()
  await page.evaluate(() => globalThis.client.whenLive())
  expect(loaded).toEqual([])
  const uploaded = page.evaluate(() => globalThis.client.uploadImage(new Blob(['picture'])))
  const asked = await peer.next('image_upload')
  peer.reply(asked, 'ack', { upload_id: 1, offset: 0, chunk: 131_072, window: 524_288 })
  expect((await peer.next('chunk')).payload.bytes.toString()).toBe('picture')
  const image = { image_id: '5', url: '/a', thumb_url: '/b', width: 4, height: 3 }
  peer.send('ack', { upload_id: 1, ...image })

  expect(await uploaded).toEqual(image)
  expect(loaded).toEqual([expect.stringMatching(/^image-upload-.*\.js$/)])
})

it(`is at most ${maxGzippedBytes} bytes gzipped`, async () => {
  const { entry, chunks } = await bundle()

  expect(gzipSync(entry.code, { level: 9 }).length).toBeLessThanOrEqual(maxGzippedBytes)
  expect([...chunks.keys()]).toEqual([expect.stringMatching(/^image-upload-/)])
})

/** In the page: whether nothing is left in the database. */
const outboxIsEmpty = `new Promise((resolve) => {
  indexedDB.open('chat-stack').onsuccess = ({ target: { result: db } }) => {
    db.transaction('outbox').objectStore('outbox').count().onsuccess = (counted) => {
      db.close()
      resolve(counted.target.result === 0)
    }
  }
})`

/** What a program is made of that uses the SDK: what it begins with, and what it loads when it comes to it. */
interface Bundle {
  entry: { name: string; code: string }
  chunks: ReadonlyMap<string, string>
}

async function bundle(): Promise<Bundle> {
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [withoutPreload],
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: sdk, preserveEntrySignatures: 'allow-extension' },
    },
  })) as Rolldown.RolldownOutput
  const [entry, ...chunks] = output.map((file) => {
    if (file.type !== 'chunk') throw new Error(`Expected nothing but JavaScript, got ${file.fileName}`)
    return { name: path.basename(file.fileName), code: file.code }
  })
  return { entry: present(entry, 'a script'), chunks: new Map(chunks.map(({ name, code }) => [name, code])) }
}

/** Vite's own, for pages with stylesheets: it is larger than what it loads here. */
const withoutPreload: Plugin = {
  name: 'without-preload',
  enforce: 'pre',
  load: (id) =>
    id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load()' : undefined,
}

async function openPage({ entry, chunks }: Bundle): Promise<Page> {
  const server = createServer((request, response) => {
    const name = path.basename(request.url ?? '')
    const script = name === entry.name ? entry.code : chunks.get(name)
    if (script !== undefined) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    else
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<script type="module">import * as sdk from "/${entry.name}"; globalThis.sdk = sdk</script>`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const browser = await launchBrowser()
  onTestFinished(async () => {
    await browser.close()
    server.close()
  })
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return page
}

async function connect(page: Page, url: string): Promise<void> {
  await page.evaluate((url) => {
    globalThis.client = globalThis.sdk.createChatClient({ url })
    globalThis.client.connect()
  }, url)
}
