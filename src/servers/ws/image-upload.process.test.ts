import { readdir } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WsClient } from '../../../test/helpers/ws-client.ts'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'
import { limits } from '../../protocol/limits.ts'

let stack: WsStack
let ann: WsClient
let png: Buffer

beforeAll(async () => {
  stack = await startWsStack()
  ann = (await stack.register('ann')).client
  png = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
})

afterAll(async () => {
  await stack.stop()
})

const upload = (imageData: string) =>
  ann.request('image_upload_request', { filename: 'a.png', image_data: imageData })

describe('a picture in a frame', () => {
  test.each([
    ['base64', (bytes: Buffer) => bytes.toString('base64')],
    ['a data URL', (bytes: Buffer) => `data:image/png;base64,${bytes.toString('base64')}`],
  ])(
    'comes as %s, is kept, and can be shown by a message',
    async (_what, encode) => {
      const answer = await upload(encode(png))
      expect(answer).toMatchObject({
        type: 'image_upload_response',
        payload: { status: 'success', width: 40, height: 20 },
      })
      expect(answer.payload.image_path).toMatch(/^\/temp\/images\/[\w-]+\.\w+$/)

      await ann.request('message', { text: 'look', image_ids: [answer.payload.image_id] })
      const told = await ann.next('message', ({ payload }) => payload.images.length > 0)
      expect(told.payload.images[0].url).toBe(answer.payload.image_path)
    },
    15_000,
  )

  test.each([
    ['nothing', '', 'bad_request'],
    ['no base64', 'data:image/png;base64,%%%%', 'bad_request'],
    ['text', Buffer.from('no picture').toString('base64'), 'unsupported_media'],
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64'), 'unsupported_media'],
    ['more than a mebibyte', Buffer.alloc(limits.maxInlineImageBytes + 1).toString('base64'), 'too_large'],
  ])('%s is refused in its own response', async (_what, imageData, code) => {
    const answer = await upload(imageData)
    expect(answer).toMatchObject({ type: 'image_upload_response', payload: { status: 'error', code } })
  })

  test('[P-24] goes with its message, and its files at once', async () => {
    const files = () => readdir(stack.config.images.dir)
    const before = await files()
    const { image_id } = (await upload(png.toString('base64'))).payload
    const { payload } = await ann.request('message', { text: '', image_ids: [image_id] })
    expect((await files()).length).toBe(before.length + 2)

    const ack = await ann.request('message_delete', { message_id: payload.message_id })

    expect(ack.payload).toEqual({ message_id: payload.message_id, room: payload.room })
    expect(await files()).toEqual(before)
  })
})
