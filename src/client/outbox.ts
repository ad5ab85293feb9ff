import type { ResponsePayload } from '../protocol/requests.ts'
import type { ImageView } from '../protocol/views.ts'
import { backoffMs } from './backoff.ts'
import type { Delivery, OutgoingMessage, TimelineEntry } from './chat-state.ts'
import type { Clock } from './clock.ts'
import { entryKey } from './entry-key.ts'
import { ChatError, type ChatErrorCode } from './errors.ts'
import type { OutboxEntry, OutboxStore } from './outbox-store.ts'
import type { Pauses } from './pauses.ts'
import type { Ask } from './requests.ts'

export interface Outbox {
  /** Brings back what an earlier page of `owner` left unsent. */
  readonly load: (owner: string) => Promise<void>
  /** Resolves to the `client_msg_id` when the message is stored; rejects with `outbox_full`. */
  readonly add: (draft: Draft) => Promise<string>
  readonly retry: (clientMessageId: string) => Promise<void>
  readonly discard: (clientMessageId: string) => Promise<void>
  /** There is a connection: sends what waits, oldest first, until there is none. */
  readonly flush: () => void
  /** The room's log shows the messages with these `client_msg_id`s, and whatever was acked with an `n` up to this one. */
  readonly settle: (room: string, shown: ReadonlySet<string>, appliedN: number) => void
  /** What a room's timeline shows behind its messages, oldest first. */
  readonly entriesOf: (room: string) => readonly TimelineEntry[]
  /** Gives up, and reports, what was meant for rooms that one is no longer in. */
  readonly giveUp: (isGone: (room: string) => boolean) => void
  /** Forgets the messages here; the store has them for their owner's next log-in. */
  readonly clear: () => void
  /** Takes all of an owner's messages out of the store. */
  readonly discardAll: (owner: string) => Promise<void>
}

export interface Draft {
  senderId: string
  room: string
  text: string
  images: readonly ImageView[]
  replyTo: string | undefined
}

export interface OutboxOptions {
  store: OutboxStore
  ask: Ask
  clock: Clock
  pauses: Pauses
  random: () => number
  newId: () => string
  isReady: () => boolean
  /** Whether the room's log has come past message `n`. */
  hasPassed: (room: string, n: number) => boolean
  onChange: (room: string) => void
  onFailed: (message: OutgoingMessage, error: ChatError) => void
  onStoreError: (error: Error) => void
}

interface Item {
  entry: OutboxEntry
  shown: OutgoingEntry
  stored: Promise<void>
}

type OutgoingEntry = Extract<TimelineEntry, { kind: 'outgoing' }>

const maxMessages = 1_000
const maxServerFaults = 5

/**
 * [P-32] Messages that the server has not acked. Each is stored before it is sent, and sent again after every reconnect
 * under the same `client_msg_id`, so that it arrives once. One is on its way at a time: a message that has to be repeated
 * must not be overtaken by the one behind it.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const items = new Map<string, Item>()
  let owner = ''
  let isFlushing = false

  async function load(newOwner: string): Promise<void> {
    owner = newOwner
    const entries = await options.store.load(owner).catch((error: Error) => {
      options.onStoreError(error)
      return []
    })
    const newer = [...items.values()]
    items.clear()
    for (const entry of entries) insert(itemOf(entry, Promise.resolve()))
    for (const item of newer) insert(item)
  }

  async function add(draft: Draft): Promise<string> {
    if (items.size >= maxMessages) {
      throw new ChatError('outbox_full', `${maxMessages} messages wait to be sent already.`)
    }
    const entry = entryOf(draft, { owner, client_msg_id: options.newId(), ts: options.clock.nowMs() })
    const item = itemOf(entry, put(entry))
    insert(item)
    await item.stored
    flush()
    return entry.client_msg_id
  }

  function insert(item: Item): void {
    items.set(item.entry.client_msg_id, item)
    options.onChange(item.entry.room)
  }

  function flush(): void {
    if (!isFlushing) void drain() // Rejects never: every failure is a state of its message.
  }

  async function drain(): Promise<void> {
    isFlushing = true
    let failures = 0
    while (options.isReady()) {
      const item = nextWaiting()
      if (item === undefined) break
      const outcome = await deliver(item)
      if (outcome === 'disconnected') break
      failures = outcome === 'done' ? 0 : failures + 1
      if (outcome !== 'done') await beforeNext(item, outcome, failures)
    }
    isFlushing = false
  }

  /** A message on which the server stumbles again and again must not hold up the others for ever. */
  async function beforeNext(item: Item, error: ChatError, failures: number): Promise<void> {
    if (error.code === 'internal' && failures >= maxServerFaults) return fail(item, error)
    await options.pauses.wait(Math.max(error.retryAfterMs ?? 0, backoffMs(failures, options.random)))
  }

  function nextWaiting(): Item | undefined {
    for (const item of items.values()) if (item.shown.message.delivery.name === 'waiting') return item
    return undefined
  }

  async function deliver(item: Item): Promise<'done' | 'disconnected' | ChatError> {
    await item.stored
    if (!isWaiting(item)) return 'done'
    try {
      const ack = await options.ask('message', payloadOf(item.entry))
      acked(item, ack.payload as ResponsePayload<'message'>)
      return 'done'
    } catch (error) {
      return onRefused(item, error as ChatError)
    }
  }

  function acked(item: Item, { room, n }: ResponsePayload<'message'>): void {
    if (!isCurrent(item)) return
    void unstore(item) // Reports its own failure.
    if (options.hasPassed(room, n)) items.delete(item.entry.client_msg_id)
    else item.shown = shownAs(item.entry, { name: 'sent', n })
    options.onChange(item.entry.room)
  }

  function onRefused(item: Item, error: ChatError): 'done' | 'disconnected' | ChatError {
    // What the session lacks is not the message's fault: it waits for the next log-in.
    if (error.code === 'disconnected' || error.code === 'unauthenticated') return 'disconnected'
    if (error.retryable) return error
    fail(item, error)
    return 'done'
  }

  function fail(item: Item, error: ChatError): void {
    if (!isWaiting(item)) return
    replace(item, { ...item.entry, failed: { code: error.code, message: error.message } })
    options.onFailed(item.shown.message, error)
  }

  function replace(item: Item, entry: OutboxEntry): void {
    item.entry = entry
    item.shown = shownAs(entry)
    item.stored = put(entry)
    options.onChange(entry.room)
  }

  async function retry(clientMessageId: string): Promise<void> {
    const item = items.get(clientMessageId)
    if (item?.entry.failed === undefined) return
    const { failed: _, ...entry } = item.entry
    replace(item, entry)
    await item.stored
    flush()
  }

  async function discard(clientMessageId: string): Promise<void> {
    const item = items.get(clientMessageId)
    if (item === undefined) return
    items.delete(clientMessageId)
    options.onChange(item.entry.room)
    await unstore(item)
  }

  function settle(room: string, shown: ReadonlySet<string>, appliedN: number): void {
    for (const [id, item] of items) {
      if (item.entry.room !== room) continue
      const { delivery } = item.shown.message
      const isPassed = delivery.name === 'sent' && delivery.n <= appliedN
      if (!isPassed && !shown.has(id)) continue
      items.delete(id)
      if (delivery.name !== 'sent') void unstore(item) // Reports its own failure.
    }
  }

  function giveUp(isGone: (room: string) => boolean): void {
    for (const [id, item] of items) {
      if (!isGone(item.entry.room)) continue
      items.delete(id)
      void unstore(item) // Reports its own failure.
      options.onFailed(item.shown.message, new ChatError('not_member', 'You are not in this room.'))
    }
  }

  function clear(): void {
    items.clear()
  }

  async function discardAll(of: string): Promise<void> {
    if (of === owner) items.clear()
    try {
      for (const entry of await options.store.load(of)) await options.store.remove(entry.client_msg_id)
    } catch (error) {
      options.onStoreError(error as Error)
    }
  }

  function put(entry: OutboxEntry): Promise<void> {
    // A browser may refuse storage; the message is sent from memory then.
    return options.store.put(entry).catch(options.onStoreError)
  }

  async function unstore(item: Item): Promise<void> {
    await item.stored
    await options.store.remove(item.entry.client_msg_id).catch(options.onStoreError)
  }

  function isCurrent(item: Item): boolean {
    return items.get(item.entry.client_msg_id) === item
  }

  function isWaiting(item: Item): boolean {
    return isCurrent(item) && item.shown.message.delivery.name === 'waiting'
  }

  function entriesOf(room: string): OutgoingEntry[] {
    return [...items.values()].filter((item) => item.entry.room === room).map((item) => item.shown)
  }

  return { load, add, retry, discard, flush, settle, entriesOf, giveUp, clear, discardAll }
}

function itemOf(entry: OutboxEntry, stored: Promise<void>): Item {
  return { entry, shown: shownAs(entry), stored }
}

function entryOf(
  { senderId, room, text, images, replyTo }: Draft,
  stamp: Pick<OutboxEntry, 'owner' | 'client_msg_id' | 'ts'>,
): OutboxEntry {
  return {
    ...stamp,
    sender_id: senderId,
    room,
    text,
    images,
    ...(replyTo !== undefined && { reply_to: replyTo }),
  }
}

function shownAs(entry: OutboxEntry, delivery = deliveryOf(entry)): OutgoingEntry {
  const { owner: _owner, sender_id: _sender, failed: _failed, ...message } = entry
  return { kind: 'outgoing', key: entryKey(entry), message: { ...message, delivery } }
}

function deliveryOf({ failed }: OutboxEntry): Delivery {
  if (failed === undefined) return { name: 'waiting' }
  return { name: 'failed', error: new ChatError(failed.code as ChatErrorCode, failed.message) }
}

function payloadOf(entry: OutboxEntry) {
  return {
    room: entry.room,
    client_msg_id: entry.client_msg_id,
    text: entry.text,
    ...(entry.images.length > 0 && { image_ids: entry.images.map((image) => image.image_id) }),
    ...(entry.reply_to !== undefined && { reply_to: entry.reply_to }),
  }
}
