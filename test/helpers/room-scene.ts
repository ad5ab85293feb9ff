import type { Store } from '../../src/domain/store.ts'
import type { RoomKind } from '../../src/protocol/values.ts'

/**
 * How one may stand to a room. `stranger`: nobody. `disabled`: was in the room until the account was disabled. `removed`:
 * was in the room. `outsider`: never was. `owner`: owns the place, and is not in the room. `member`: is. `maker`: is, and
 * owns the room.
 */
export const roles = ['stranger', 'disabled', 'removed', 'outsider', 'owner', 'member', 'maker'] as const
export type Role = (typeof roles)[number]
export type Cells<T> = Record<Role, T>

export const cells = <T>(...outcomes: readonly [T, T, T, T, T, T, T]) =>
  Object.fromEntries(roles.map((role, index) => [role, outcomes[index]])) as Cells<T>

/** A room with one of each role about it. */
export interface Scene {
  kind: RoomKind
  room: string
  /** Said by the maker. */
  message: string
  guest: string
  ids: Record<Exclude<Role, 'stranger'>, number>
  tokens: Record<Role, string>
}

let people = 0

async function person(store: Store, role: 'owner' | 'member'): Promise<{ id: number; token: string }> {
  people += 1
  const credentials = { username: `person${people}`, displayName: null, passwordHash: 'hash', role }
  const { id } = await store.execute('add_account', credentials)
  const session = { accountId: id, provenHash: 'hash', device: 'test', grant: 'token' } as const
  return { id, token: (await store.execute('open_session', session)).secret }
}

/** `disabled` and `removed` are still members, until `expel`. */
export async function setScene(store: Store, kind: RoomKind): Promise<Scene> {
  const [maker, member, removed, disabled, outsider, guest, owner] = await Promise.all([
    person(store, 'member'),
    person(store, 'member'),
    person(store, 'member'),
    person(store, 'member'),
    person(store, 'member'),
    person(store, 'member'),
    person(store, 'owner'),
  ])
  const room = await makeRoom(store, kind, maker.id, [member.id, removed.id, disabled.id])
  const said = { text: 'hello', imageIds: [], replyTo: null, clientMessageId: null }
  const post = { senderId: maker.id, roomId: Number(room), ...said }
  const { messageId } = await store.execute('post_message', post)
  const all = { maker, member, removed, disabled, outsider, owner }
  const of = <K extends 'id' | 'token'>(key: K) =>
    Object.fromEntries(Object.entries(all).map(([role, who]) => [role, who[key]]))
  return {
    ...{ kind, room, message: String(messageId), guest: String(guest.id) },
    ids: of('id') as Scene['ids'],
    tokens: { stranger: 'never given', ...of('token') } as Scene['tokens'],
  }
}

async function makeRoom(
  store: Store,
  kind: RoomKind,
  accountId: number,
  userIds: readonly number[],
): Promise<string> {
  if (kind === 'direct') return (await store.execute('open_direct_room', { accountId, userIds })).id
  const named = { accountId, kind, name: `room ${accountId}`, topic: '' }
  const { id } = await store.execute('create_room', named)
  await store.execute('add_to_room', { accountId, roomId: Number(id), userIds })
  return id
}

export async function expel(store: Store, { ids, room }: Scene): Promise<void> {
  await store.execute('leave_room', { accountId: ids.removed, roomId: Number(room) })
  await store.execute('set_disabled', { accountId: ids.disabled, disabled: true })
}
