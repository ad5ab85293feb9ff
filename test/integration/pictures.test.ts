import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { configSchema } from '../../src/config/schema.ts'
import { migrate } from '../../src/domain/db/migrate.ts'
import { sweepImages } from '../../src/domain/images/sweep.ts'
import { openStore } from '../../src/domain/sqlite-store.ts'
import type { Store } from '../../src/domain/store.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { silentLog } from '../../src/platform/log.ts'
import type { ImageView } from '../../src/protocol/views.ts'
import { type HttpStack, startHttpStack } from '../helpers/http-stack.ts'
import * as corpus from '../helpers/picture-corpus.ts'

// Workers have the lowest priority, so on a busy machine they may take their time.
vi.setConfig({ testTimeout: 60_000 })

let dir: string
let store: Store
let stack: HttpStack

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'chat-stack-pictures-'))
  const databasePath = path.join(dir, 'chat.db')
  await migrate(databasePath)
  store = await openStore({ databasePath, follow: false, ...configSchema.parse({}).auth })
  stack = await startHttpStack({ store })
})

afterEach(async () => {
  await stack.stop()
  await store.close()
  await rm(dir, { recursive: true, force: true })
})

async function person(username: string) {
  const account = await store.execute('add_account', {
    ...{ username, displayName: null, passwordHash: 'x', role: 'member' },
  })
  const { secret } = await store.execute('open_session', {
    ...{ accountId: account.id, provenHash: 'x', device: 'test', grant: 'token' },
  })
  return { id: account.id, headers: { Authorization: `Bearer ${secret}` } }
}

type Person = Awaited<ReturnType<typeof person>>

async function upload({ headers }: Person): Promise<ImageView> {
  const response = await stack.fetch('/api/images', {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'image/jpeg' },
    body: new Uint8Array(await corpus.jpeg()),
  })
  return (await response.json()) as ImageView
}

/** What each of them is answered for the picture and its thumbnail. */
async function answersTo(people: Person[], { url, thumb_url }: ImageView): Promise<number[][]> {
  const ask = async (address: string, { headers }: Person) => (await stack.fetch(address, { headers })).status
  return Promise.all(people.map(async (someone) => [await ask(url, someone), await ask(thumb_url, someone)]))
}

async function roomOf(owner: Person, members: Person[]): Promise<number> {
  const input = { accountId: owner.id, kind: 'private', name: 'Family', topic: '' } as const
  const room = Number((await store.execute('create_room', input)).id)
  await store.execute('add_to_room', {
    ...{ accountId: owner.id, roomId: room, userIds: members.map(({ id }) => id) },
  })
  return room
}

function post(sender: Person, roomId: number, image: ImageView) {
  return store.execute('post_message', {
    ...{ senderId: sender.id, roomId, clientMessageId: null, text: '', replyTo: null },
    imageIds: [Number(image.image_id)],
  })
}

test('a picture is its owner’s until a message shows it, and then of those who can read the message', async () => {
  const [ann, bob, eve] = [await person('ann'), await person('bob'), await person('eve')]
  const room = await roomOf(ann, [bob])
  const image = await upload(ann)
  const [yes, no] = [
    [200, 200],
    [404, 404],
  ]

  expect(await answersTo([ann, bob, eve], image)).toEqual([yes, no, no])
  await post(ann, room, image)
  expect(await answersTo([ann, bob, eve], image)).toEqual([yes, yes, no])
  await store.execute('leave_room', { accountId: bob.id, roomId: room })
  expect(await answersTo([ann, bob, eve], image)).toEqual([yes, no, no])
})

test('[P-14] a browser trades the ticket of its log-in for a cookie that shows it pictures', async () => {
  const ann = await person('ann')
  const image = await upload(ann)
  const { secret: ticket } = await store.execute('open_session', {
    ...{ accountId: ann.id, provenHash: 'x', device: 'browser', grant: 'ticket' },
  })

  const redeemed = await stack.fetch('/session', {
    method: 'POST',
    headers: { Origin: stack.origin, 'Content-Type': 'application/json' },
    body: JSON.stringify({ ticket }),
  })
  const Cookie = redeemed.headers.get('set-cookie')?.split(';')[0] ?? ''
  const shown = await stack.fetch(image.thumb_url, { headers: { Cookie } })
  await stack.fetch('/session', { method: 'DELETE', headers: { Cookie, Origin: stack.origin } })
  const afterwards = await stack.fetch(image.thumb_url, { headers: { Cookie } })

  expect([redeemed.status, shown.status, afterwards.status]).toEqual([204, 200, 401])
})

test('pictures that nobody sent are swept with their files, and those that were sent stay', async () => {
  const ann = await person('ann')
  const sent = await upload(ann)
  const unsent = await upload(ann)
  await post(ann, await roomOf(ann, []), sent)

  const dependencies = { dir: stack.imagesDir, store, log: silentLog, clock: systemClock }
  const early = await sweepImages({ ...dependencies, keepUnsentMs: 60_000 })
  const late = await sweepImages({ ...dependencies, keepUnsentMs: 0 })

  expect([early, late]).toEqual([
    { unsent: 0, stray: 0 },
    { unsent: 2, stray: 0 },
  ])
  const left = (await readdir(stack.imagesDir)).filter((name) => name.endsWith('.webp'))
  expect(left.toSorted()).toEqual([sent.url, sent.thumb_url].map((url) => path.basename(url)).toSorted())
  expect(await answersTo([ann], unsent)).toEqual([[404, 404]])
})
