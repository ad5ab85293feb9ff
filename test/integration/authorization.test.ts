import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Express } from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newImageFilenames } from '../../src/domain/images/filename.ts'
import { type RequestType, requests } from '../../src/protocol/requests.ts'
import type { RoomKind } from '../../src/protocol/values.ts'
import type { ImageView } from '../../src/protocol/views.ts'
import { type HttpStack, startHttpStack } from '../helpers/http-stack.ts'
import { type Cells, cells, expel, type Role, roles, type Scene, setScene } from '../helpers/room-scene.ts'
import type { Frame, WsClient } from '../helpers/ws-client.ts'
import { startWsStack, type WsStack } from '../helpers/ws-stack.ts'

/** Of a direct room nobody is removed: who left it has put it away, and comes back with a word. */
const kinds = ['open', 'private', 'direct'] as const

/** Who may do what: one row for each request and each route, one cell for each role. */
interface Row {
  payload: (scene: Scene, role: Role) => object
  /** What comes back: `ok`, or a code. */
  outcome: Record<RoomKind, Cells<string>>
}

const inAny = (cells: Cells<string>) => ({ open: cells, private: cells, direct: cells })
const no = 'unauthenticated'
const ok = 'ok'
const empty = 'bad_request'
const anybody = inAny(cells(ok, ok, ok, ok, ok, ok, ok))
const whoIsLoggedIn = inAny(cells(no, no, ok, ok, ok, ok, ok))
const wrong = 'invalid_credentials'
/** [P-50] An open room says that one is not in it; a private one is not there at all. */
const membersOnly = {
  open: cells(no, no, 'not_member', 'not_member', 'not_member', ok, ok),
  private: cells(no, no, 'not_found', 'not_found', 'not_found', ok, ok),
  direct: cells(no, no, ok, 'not_found', 'not_found', ok, ok),
}
/** The message is the maker's. */
const makersOnly = {
  open: cells(no, no, 'not_member', 'not_member', 'not_member', 'forbidden', ok),
  private: cells(no, no, 'not_found', 'not_found', 'not_found', 'forbidden', ok),
  direct: cells(no, no, 'forbidden', 'not_found', 'not_found', 'forbidden', ok),
}
/** Those who moderate an open room, and whoever looks after the place; in a direct room nobody stands above another. */
const moderatorsOnly = {
  open: cells(no, no, 'not_member', 'not_member', ok, 'forbidden', ok),
  private: cells(no, no, 'not_found', 'not_found', 'not_found', 'forbidden', ok),
  direct: cells(no, no, 'forbidden', 'not_found', 'not_found', 'forbidden', 'forbidden'),
}
const ofTheRoom = ({ room }: Scene) => ({ room })

const rows: { readonly [T in RequestType]: Row } = {
  auth_request: {
    payload: ({ tokens }, role) => ({ action: 'token', token: tokens[role] }),
    outcome: whoIsLoggedIn,
  },
  health_check: { payload: () => ({}), outcome: anybody },
  ping: { payload: () => ({}), outcome: anybody },
  message: { payload: ({ room }) => ({ room, text: 'hello' }), outcome: membersOnly },
  // One's own alone: whoever owns the room puts no words into others' mouths.
  message_edit: {
    payload: ({ message }) => ({ message_id: message, text: 'said better', expect_version: 1 }),
    outcome: makersOnly,
  },
  react: { payload: ({ message }) => ({ message_id: message, emoji: '👍', on: true }), outcome: membersOnly },
  message_delete: {
    payload: ({ message }) => ({ message_id: message }),
    outcome: makersOnly,
  },
  pin: { payload: ({ message }) => ({ message_id: message, on: true }), outcome: membersOnly },
  pins: { payload: ofTheRoom, outcome: membersOnly },
  history: { payload: ofTheRoom, outcome: membersOnly },
  sync: { payload: ({ room }) => ({ room, epoch: 'another', from: 0 }), outcome: membersOnly },
  search: { payload: ({ room }) => ({ room, q: 'hello' }), outcome: membersOnly },
  read: { payload: ({ room }) => ({ room, n: 0 }), outcome: membersOnly },
  typing: {
    payload: ofTheRoom,
    // Without a question to the store: who has put a direct room away is not in it, as far as the hub knows.
    outcome: inAny(cells(no, no, 'not_found', 'not_found', 'not_found', ok, ok)),
  },
  presence: { payload: () => ({ state: 'away' }), outcome: whoIsLoggedIn },
  room_create: {
    payload: (scene, role) => ({ kind: 'open', name: `${role} of ${scene.room}` }),
    outcome: whoIsLoggedIn,
  },
  room_list: { payload: () => ({}), outcome: whoIsLoggedIn },
  room_join: {
    payload: ofTheRoom,
    outcome: {
      open: whoIsLoggedIn.open,
      private: membersOnly.private,
      direct: membersOnly.direct,
    },
  },
  // Nothing happens to one who is not there, whether there is such a room or not.
  room_leave: { payload: ofTheRoom, outcome: whoIsLoggedIn },
  room_invite: {
    payload: ({ room, guest }) => ({ room, user_ids: [guest] }),
    outcome: {
      open: membersOnly.open,
      private: moderatorsOnly.private,
      direct: moderatorsOnly.direct,
    },
  },
  room_update: { payload: ({ room }) => ({ room, topic: 'another' }), outcome: moderatorsOnly },
  room_archive: { payload: ({ room }) => ({ room, on: false }), outcome: moderatorsOnly },
  room_kick: { payload: ({ room, guest }) => ({ room, user_id: guest }), outcome: moderatorsOnly },
  room_mute: {
    payload: ({ room, ids }) => ({ room, user_id: String(ids.member), on: false }),
    outcome: moderatorsOnly,
  },
  room_ban: { payload: ({ room, guest }) => ({ room, user_id: guest, on: false }), outcome: moderatorsOnly },
  room_bans: { payload: ofTheRoom, outcome: moderatorsOnly },
  room_role: {
    payload: ({ room, ids }) => ({ room, user_id: String(ids.member), role: 'member' }),
    outcome: moderatorsOnly,
  },
  dm_open: { payload: ({ guest }) => ({ user_ids: [guest] }), outcome: whoIsLoggedIn },
  notify_level: { payload: ({ room }) => ({ room, level: 'mentions' }), outcome: membersOnly },
  members: { payload: ofTheRoom, outcome: membersOnly },
  users: { payload: () => ({ q: 'm' }), outcome: whoIsLoggedIn },
  invite_create: {
    payload: () => ({ max_uses: 1 }),
    outcome: inAny(cells(no, no, 'forbidden', 'forbidden', ok, 'forbidden', 'forbidden')),
  },
  profile_update: { payload: () => ({ display_name: 'Somebody else' }), outcome: whoIsLoggedIn },
  // Nobody here knows a password: that is told to whoever is logged in.
  password_change: {
    payload: () => ({ current: 'not known to me', new: 'a heron in the reeds' }),
    outcome: inAny(cells(no, no, wrong, wrong, wrong, wrong, wrong)),
  },
  session_list: { payload: () => ({}), outcome: whoIsLoggedIn },
  // Of others' there is none to end; that they go on is tested with the request.
  session_revoke: { payload: () => ({ session_id: '1' }), outcome: whoIsLoggedIn },
  logout: { payload: () => ({}), outcome: whoIsLoggedIn },
  // A name is one's own: the same one under another account is another upload.
  image_upload: {
    payload: () => ({
      client_upload_id: '0197f3a0-0000-7000-8000-000000000001',
      ...{ mime: 'image/png', size: 100_000, sha256: '0'.repeat(64) },
    }),
    outcome: whoIsLoggedIn,
  },
  image_upload_cancel: {
    payload: () => ({ client_upload_id: '0197f3a0-0000-7000-8000-000000000001' }),
    outcome: whoIsLoggedIn,
  },
  // Who may send one is told what is wrong with it, which is quicker than a picture.
  image_upload_request: {
    payload: () => ({ filename: 'a.png', image_data: '' }),
    outcome: inAny(cells(no, no, empty, empty, empty, empty, empty)),
  },
}

interface Route {
  address?: (scene: Scene) => Promise<string>
  body?: string
  status: Cells<number>
  /** Of a direct room, where that is different. */
  direct?: Cells<number>
}

const everybodyGets = (status: number) => cells(status, status, status, status, status, status, status)

/** By the token of a program; what a page's cookie and origin may do is in the servers' own tests. */
const routes: Readonly<Record<string, Route>> = {
  'GET /healthz': { status: everybodyGets(200) },
  'GET /readyz': { status: everybodyGets(200) },
  'GET /client-config.json': { status: everybodyGets(200) },
  'GET /session': { status: cells(401, 401, 200, 200, 200, 200, 200) },
  'POST /session': {
    body: JSON.stringify({ ticket: 'never given' }),
    status: cells(403, 401, 401, 401, 401, 401, 401),
  },
  'DELETE /session': { status: cells(403, 204, 204, 204, 204, 204, 204) },
  // Who may send a picture is told that this is none.
  'POST /api/images': { body: '{}', status: cells(403, 401, 415, 415, 415, 415, 415) },
  'GET /temp/images/:filename': {
    address: async (scene) => (await showPicture(scene)).url,
    status: cells(401, 401, 404, 404, 404, 200, 200),
    direct: cells(401, 401, 200, 404, 404, 200, 200),
  },
  'GET /{*path}': { address: async () => '/assets/missing.js', status: everybodyGets(404) },
}

let stack: WsStack
let http: HttpStack

beforeAll(async () => {
  stack = await startWsStack()
  http = await startHttpStack({ store: stack.store })
})

afterAll(async () => {
  await http.stop()
  await stack.stop()
})

/** The room's maker shows it there. */
async function showPicture({ ids, room }: Scene): Promise<ImageView> {
  const picture = await addPicture(ids.maker)
  const shown = { text: '', imageIds: [Number(picture.image_id)], replyTo: null, clientMessageId: null }
  await stack.store.execute('post_message', { senderId: ids.maker, roomId: Number(room), ...shown })
  return picture
}

/** As if the intake had made it: the row, and both files. */
async function addPicture(ownerId: number): Promise<ImageView> {
  const { picture, thumbnail } = newImageFilenames()
  await mkdir(http.imagesDir, { recursive: true })
  for (const name of [picture, thumbnail]) await writeFile(path.join(http.imagesDir, name), 'webp')
  const size = { width: 3, height: 2, bytes: 4 }
  return stack.store.execute('add_image', {
    ...{ ownerId, filename: picture, thumbFilename: thumbnail, ...size },
  })
}

async function connectAs({ tokens }: Scene, role: Role): Promise<WsClient> {
  const client = await stack.connect()
  await client.request('auth_request', { action: 'token', token: tokens[role] })
  return client
}

function outcomeOf({ type, payload }: Frame): string {
  return type === 'error' || payload.status === 'error' ? payload.code : ok
}

async function forEachRole<T>(what: (role: Role) => Promise<T>): Promise<Cells<T>> {
  const found: Partial<Cells<T>> = {}
  // One after another, and the maker last: whoever leaves or logs out is not missed by the others.
  for (const role of roles) found[role] = await what(role)
  return found as Cells<T>
}

function routesOf(app: Express): string[] {
  return (app.router.stack as unknown as Layer[]).flatMap(routesIn)
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
  handle: { stack?: Layer[] }
}

function routesIn({ route, handle }: Layer): string[] {
  if (route === undefined) return (handle.stack ?? []).flatMap(routesIn)
  return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
}

test('every request has its row, and every route', () => {
  expect(Object.keys(rows).toSorted()).toEqual(Object.keys(requests).toSorted())
  expect(Object.keys(routes).toSorted()).toEqual(routesOf(http.app).toSorted())
})

describe.each(kinds)('of an %s room', (kind) => {
  test.each(Object.entries(rows))('%s is for those who may', async (type, { payload, outcome }) => {
    const scene = await setScene(stack.store, kind)
    await expel(stack.store, scene)

    const found = await forEachRole(async (role) => {
      const client = await connectAs(scene, role)
      const answer = await client.request(type, payload(scene, role))
      client.socket.terminate()
      return outcomeOf(answer)
    })

    expect(found).toEqual(outcome[kind])
  })

  test.each(Object.entries(routes))(
    '%s is for those who may',
    async (route, { address, body, ...expected }) => {
      const [method = '', pattern = ''] = route.split(' ')
      const scene = await setScene(stack.store, kind)
      await expel(stack.store, scene)
      const asked = (await address?.(scene)) ?? pattern

      const found = await forEachRole(async (role) => {
        const bearer = role === 'stranger' ? {} : { Authorization: `Bearer ${scene.tokens[role]}` }
        const sent = body === undefined ? {} : { body }
        const headers = { ...bearer, 'Content-Type': 'application/json' }
        const response = await http.fetch(asked, { method, headers, ...sent })
        await response.arrayBuffer()
        return response.status
      })

      expect(found).toEqual((kind === 'direct' && expected.direct) || expected.status)
    },
  )

  test('[P-52] what happens in it is told to its members, and to nobody who is one no more', async () => {
    const scene = await setScene(stack.store, kind)
    const { room } = scene
    const clients = await forEachRole((role) => connectAs(scene, role))
    await expel(stack.store, scene)
    const { code } = await clients.disabled.closed
    const before = await forEachRole(async (role) => clients[role].frames.length)

    await clients.maker.request('message', { room, text: 'a secret' })
    await clients.member.request('typing', { room })
    await clients.maker.request('room_update', { room, topic: 'another' })
    await clients.maker.request('room_invite', { room, user_ids: [scene.guest] })

    const heard = await forEachRole(async (role) => {
      // Its pong comes behind all that was told before.
      if (role !== 'disabled') await clients[role].request('ping')
      const told = clients[role].frames.slice(before[role]).filter(({ payload }) => payload.room === room)
      return [...new Set(told.filter(({ re }) => re === undefined).map(({ type }) => type))].toSorted()
    })
    expect(code).toBe(4410)
    const told = kind === 'direct' ? ['message'] : ['member_changed', 'message', 'room_updated']
    const cameBack = kind === 'direct' ? ['message', 'typing'] : []
    expect(heard).toEqual(cells([], [], cameBack, [], [], told, [...told, 'typing']))
  })

  test('a picture that was sent to nobody is its owner’s alone, and the thumbnail is no way around', async () => {
    const scene = await setScene(stack.store, kind)
    await expel(stack.store, scene)
    const unsent = await addPicture(scene.ids.member)
    const sent = await showPicture(scene)
    const status = async (url: string, role: Role) =>
      (await http.fetch(url, { headers: { Authorization: `Bearer ${scene.tokens[role]}` } })).status

    expect(await forEachRole((role) => status(unsent.url, role))).toEqual(
      cells(401, 401, 404, 404, 404, 200, 404),
    )
    expect(await forEachRole((role) => status(sent.thumb_url, role))).toEqual(
      kind === 'direct' ? cells(401, 401, 200, 404, 404, 200, 200) : cells(401, 401, 404, 404, 404, 200, 200),
    )
  })
})
