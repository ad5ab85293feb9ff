import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import { expect, it, onTestFinished } from 'vitest'
import type { createChatClient } from '../../src/client/chat-client.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { roomView, startScriptedServer } from '../helpers/scripted-server.ts'

declare global {
  var sdk: { createChatClient: typeof createChatClient }
  var client: ReturnType<typeof createChatClient>
}

const entry = path.join(import.meta.dirname, '../../src/client/chat-client.ts')
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

it(`is at most ${maxGzippedBytes} bytes gzipped`, async () => {
  expect(gzipSync(await bundle(), { level: 9 }).length).toBeLessThanOrEqual(maxGzippedBytes)
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

async function bundle(): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: 'strict' },
    },
  })) as Rolldown.RolldownOutput
  return output.output[0].code
}

async function openPage(script: string): Promise<Page> {
  const server = createServer((request, response) => {
    if (request.url === '/sdk.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(script)
    else
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<script type="module">import * as sdk from "/sdk.js"; globalThis.sdk = sdk</script>')
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
