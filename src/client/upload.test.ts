import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Peer, startScriptedServer } from '../../test/helpers/scripted-server.ts'
import type { XhrLike } from './browser-globals.ts'
import { type ChatClient, createChatClient } from './chat-client.ts'

const image = {
  image_id: '5',
  url: '/temp/images/a.webp',
  thumb_url: '/temp/images/a_t.webp',
  width: 4,
  height: 3,
}
const picture = new Blob(['\u0000picture'], { type: 'image/png' })

let stop = async () => {}
afterEach(() => stop())

async function logIn(options: Parameters<typeof createChatClient>[0]): Promise<[ChatClient, Peer]> {
  const server = await startScriptedServer()
  const client = createChatClient({ url: server.url, token: 'secret', browser: {}, ...options })
  stop = async () => {
    client.close()
    await server.stop()
  }
  client.connect()
  const peer = await server.peer()
  await peer.welcome()
  await client.whenLive()
  return [client, peer]
}

async function startHttp(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('a picture', () => {
  it('goes over the socket where no HTTP address is known', async () => {
    const [client, peer] = await logIn({})
    const uploaded = client.uploadImage(picture, { filename: 'cat.png' })
    const asked = await peer.next('image_upload_request')
    expect(asked.payload).toEqual({ filename: 'cat.png', image_data: btoa('\u0000picture') })
    peer.reply(asked, 'image_upload_response', {
      ...{ status: 'success', message: '', image_id: '5', width: 4, height: 3 },
      ...{ image_path: image.url, thumb_path: image.thumb_url },
    })

    expect(await uploaded).toEqual(image)
  })

  it("is refused in the server's words", async () => {
    const [client, peer] = await logIn({})
    const uploaded = client.uploadImage(picture)
    const refusal = { status: 'error', message: 'Not a picture.', code: 'unsupported_media' }
    peer.reply(await peer.next('image_upload_request'), 'image_upload_response', refusal)

    await expect(uploaded).rejects.toMatchObject({ code: 'unsupported_media', message: 'Not a picture.' })
  })

  it('that is larger than the server takes is not sent at all', async () => {
    const [client, peer] = await logIn({})

    await expect(client.uploadImage(new Blob([new Uint8Array(1_000_001)]))).rejects.toMatchObject({
      code: 'too_large',
    })
    expect(peer.waiting()).toEqual([])
  })

  it("goes over HTTP with the session's token", async () => {
    const seen = vi.fn<(...what: unknown[]) => void>()
    const httpUrl = await startHttp(async (request, response) => {
      const { method, url, headers } = request
      seen(method, url, headers.authorization, headers['content-type'], String(await buffer(request)))
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(image))
    })
    const [client] = await logIn({ httpUrl: `${httpUrl}/` })
    const onProgress = vi.fn<(fraction: number) => void>()

    expect(await client.uploadImage(picture, { onProgress })).toEqual(image)
    expect(seen).toHaveBeenCalledWith('POST', '/api/images', 'Bearer secret', 'image/png', '\u0000picture')
    expect(onProgress).toHaveBeenLastCalledWith(1)
  })

  it("is refused over HTTP with the wire's error, or with the status of who knows no better", async () => {
    const error = { code: 'quota_exceeded', message: 'Full.', retryable: false }
    const answers = [
      { status: 413, body: JSON.stringify({ error }) },
      { status: 502, body: '<h1>Bad gateway</h1>' },
    ]
    const httpUrl = await startHttp((request, response) => {
      request.resume()
      const { status, body } = answers.shift()!
      response.writeHead(status).end(body)
    })
    const [client] = await logIn({ httpUrl })

    await expect(client.uploadImage(picture)).rejects.toMatchObject(error)
    await expect(client.uploadImage(picture)).rejects.toMatchObject({ code: 'bad_reply', retryable: true })
  })

  it('can be called off', async () => {
    const [client] = await logIn({ httpUrl: await startHttp((request) => request.resume()) })
    const aborter = new AbortController()
    const uploaded = client.uploadImage(picture, { signal: aborter.signal })
    aborter.abort(new Error('enough'))

    await expect(uploaded).rejects.toThrow('enough')
    await expect(client.uploadImage(picture, { signal: aborter.signal })).rejects.toThrow('enough')
  })

  it('tells a page how far it is, and stops when called off', async () => {
    const requests: FakeXhr[] = []
    class FakeXhr extends EventTarget implements XhrLike {
      status = 0
      response: unknown = null
      responseType = ''
      readonly upload = new EventTarget() as XhrLike['upload'] & EventTarget
      readonly opened: string[] = []
      open = (method: string, url: string) => void this.opened.push(method, url)
      setRequestHeader = (name: string, value: string) => void this.opened.push(name, value)
      send = () => void requests.push(this)
      abort = () => void this.dispatchEvent(new Event('abort'))
    }
    const [client] = await logIn({ httpUrl: 'http://page.test', browser: { XMLHttpRequest: FakeXhr } })
    const onProgress = vi.fn<(fraction: number) => void>()
    const uploaded = client.uploadImage(picture, { onProgress })
    await vi.waitFor(() => expect(requests).toHaveLength(1))
    const [first] = requests
    first?.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: 3, total: 6 }))
    Object.assign(first!, { status: 201, response: image }).dispatchEvent(new Event('load'))
    expect(await uploaded).toEqual(image)
    const aborter = new AbortController()
    const stopped = client.uploadImage(picture, { signal: aborter.signal })
    await vi.waitFor(() => expect(requests).toHaveLength(2))
    aborter.abort(new Error('enough'))

    await expect(stopped).rejects.toThrow('enough')
    expect(onProgress).toHaveBeenCalledWith(0.5)
    expect(first?.opened).toEqual(['POST', 'http://page.test/api/images', 'content-type', 'image/png'])
  })
})
