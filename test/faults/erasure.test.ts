import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as corpus from '../helpers/picture-corpus.ts'
import { startWsStack, type WsStack } from '../helpers/ws-stack.ts'

const canary = 'canary9f27c1d4'
/** Two seconds of quiet until the WAL is emptied, or five without any, and a look each second. */
const promisedMs = 10_000

// Short texts lie in a page of their own kind; long ones fill overflow pages, which become free.
const texts = { short: canary, long: `${canary} `.repeat(1_000) }

test.for([
  ['short', 'message_delete', 'quiet'],
  ['long', 'message_delete', 'quiet'],
  ['long', 'message_delete', 'busy'],
  ['long', 'message_edit', 'busy'],
] as const)(
  '[P-24] a %s text is soon not on the disk any more after %s, in a chat that is %s',
  async ([length, request, mood], { annotate }) => {
    const stack = await startWsStack({ config: { limits: { messageBurst: 1_000, requestBurst: 10_000 } } })
    onTestFinished(() => stack.stop())
    const { client } = await stack.register('ann')
    for (let filler = 0; filler < 50; filler += 1)
      await client.request('message', { text: `filler ${filler}` })
    const { payload } = await client.request('message', { text: texts[length] })
    const message_id = String(payload.message_id)
    await client.request('react', { message_id, emoji: '👍', on: true })
    await client.request('message', { text: 'an answer', reply_to: message_id })
    expect(remains(stack)).not.toEqual([])
    const stopTalk = mood === 'busy' ? keepTalking(stack) : () => Promise.resolve()

    const startMs = performance.now()
    const answer = await client.request(request, {
      message_id,
      ...(request === 'message_edit' && { text: 'nothing', expect_version: 1 }),
    })
    expect(answer.type).toBe('ack')
    await vi.waitFor(() => expect(remains(stack)).toEqual([]), { timeout: promisedMs, interval: 50 })
    await annotate(`gone after ${Math.round(performance.now() - startMs)} ms`)
    await stopTalk()
  },
)

test('[P-24] a picture goes with the message that showed it, and so does its thumbnail', async () => {
  const stack = await startWsStack()
  onTestFinished(() => stack.stop())
  const { client } = await stack.register('ann')
  const image_data = (await corpus.jpeg()).toString('base64')
  const sent = await client.request('image_upload_request', { filename: 'a.jpg', image_data })
  const shown = await client.request('message', { text: '', image_ids: [sent.payload.image_id] })
  const folder = stack.config.images.dir
  expect(await pictures(folder)).toHaveLength(2)

  await client.request('message_delete', { message_id: shown.payload.message_id })

  expect(await pictures(folder)).toEqual([])
})

/** The files of the database in which the canary can be found. */
function remains({ config }: WsStack): string[] {
  return ['', '-wal', '-shm'].filter((ending) => readFileSync(config.database.path + ending).includes(canary))
}

/** Commits that leave the database no quiet moment. */
function keepTalking({ store }: WsStack): () => Promise<void> {
  const enough = new AbortController()
  const talk = async (): Promise<void> => {
    while (!enough.signal.aborted) {
      await store.execute('mark_read', { accountId: 1, roomId: 1, n: 1 })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  const talking = talk()
  return () => {
    enough.abort()
    return talking
  }
}

async function pictures(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => path.basename(name))
}
