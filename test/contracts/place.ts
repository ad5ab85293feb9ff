import type { Account } from '../../src/domain/account.ts'
import { DomainError } from '../../src/domain/errors.ts'
import type { Store, StoredEvent } from '../../src/domain/store.ts'
import type { AccountLimits } from '../../src/domain/transaction.ts'
import type { ErrorCode } from '../../src/protocol/errors.ts'
import type { AccountRole, NamedRoomKind } from '../../src/protocol/values.ts'
import type { RoomView } from '../../src/protocol/views.ts'
import { present } from '../helpers/present.ts'

/** A store on fresh data, and what the contract's tests do with one. */
export interface Place {
  store: Store
  clock: WallClock
  /** Another store on the same data, as another process would have it. */
  beside: () => Promise<Store>
}

/** The wall clock that all stores of a place go by; it may be set forward and back. */
export interface WallClock {
  nowMs(): number
  jump(ms: number): void
}

/** `limits` are the defaults where nothing else is said, `sessionIdleMs` is 14 days, `sessionMaxMs` 90, events are kept 30; everything is closed and removed when the test ends. */
export type OpenPlace = (options?: { limits?: Partial<AccountLimits> }) => Promise<Place>

export const dayMs = 86_400_000

export function register(
  store: Store,
  username: string,
  more: Partial<{
    registration: 'open' | 'invite' | 'closed'
    secret: string | null
    placeName: string | null
  }> = {},
): Promise<Account> {
  return store.execute('register', {
    username,
    displayName: null,
    placeName: null,
    passwordHash: `hash of ${username}`,
    registration: 'open',
    secret: null,
    ...more,
  })
}

export function add(store: Store, username: string, role: AccountRole = 'member'): Promise<Account> {
  return store.execute('add_account', { username, displayName: null, passwordHash: 'hash', role })
}

export interface Post {
  roomId?: number
  key?: string | null
  imageIds?: number[]
  replyTo?: number
}

export function post(
  store: Store,
  sender: Account,
  text: string,
  { roomId, key, imageIds, replyTo }: Post = {},
) {
  return store.execute('post_message', {
    senderId: sender.id,
    roomId: roomId ?? null,
    clientMessageId: key === undefined ? crypto.randomUUID() : key,
    text,
    imageIds: imageIds ?? [],
    replyTo: replyTo ?? null,
  })
}

export async function room(store: Store, maker: Account, kind: NamedRoomKind, name: string): Promise<number> {
  const view = await store.execute('create_room', { accountId: maker.id, kind, name, topic: '' })
  return Number(view.id)
}

/** `name.webp` and `name-thumb.webp`, of 4 × 3 pixels; only the row. */
export async function picture(store: Store, owner: Account, name: string): Promise<number> {
  const view = await store.execute('add_image', {
    ownerId: owner.id,
    filename: `${name}.webp`,
    thumbFilename: `${name}-thumb.webp`,
    width: 4,
    height: 3,
    bytes: 1_000,
  })
  return Number(view.image_id)
}

/** The default room as one of its members sees it. */
export async function roomOf(store: Store, member: Account, roomId?: number): Promise<RoomView> {
  const snapshot = await store.snapshot(member.id)
  const found = snapshot?.rooms.find(({ id, is_default }) =>
    roomId === undefined ? is_default : id === String(roomId),
  )
  return present(found, `a room ${roomId ?? 'that is the default'}`)
}

export async function defaultRoomId(store: Store, member: Account): Promise<number> {
  return Number((await roomOf(store, member)).id)
}

export async function refusal(promise: Promise<unknown>): Promise<ErrorCode> {
  const error = await promise.then(
    (value) => {
      throw new Error(`Expected a refusal, got ${JSON.stringify(value)}`)
    },
    (reason: unknown) => reason,
  )
  if (error instanceof DomainError) return error.code
  throw error
}

/** What followers hear from now on, flattened. */
export function heard(store: Store): StoredEvent[] {
  const events: StoredEvent[] = []
  store.follow((batch) => void events.push(...batch))
  return events
}

export function payloadOf(event: StoredEvent | undefined): Record<string, unknown> {
  const { type, frame: text } = present(event, 'an event')
  const frame = JSON.parse(text) as { type: string; payload: Record<string, unknown> }
  if (frame.type !== type) throw new Error(`Expected a frame of type ${type}, got ${text}`)
  return frame.payload
}

/** Resolves when `condition` holds, looking after each batch of events; fails with the test's own time limit. */
export function until(store: Store, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (condition()) return resolve()
    const stop = store.follow(() => {
      if (!condition()) return
      stop()
      resolve()
    })
  })
}
