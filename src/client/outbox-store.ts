import type { ImageView } from '../protocol/views.ts'

/** A message that the server has not acked. Plain data: it may be cloned or written as JSON. */
export interface OutboxEntry {
  readonly client_msg_id: string
  /** Whose it is: nobody else's session may send it. */
  readonly owner: string
  readonly sender_id: string
  readonly room: string
  readonly text: string
  readonly images: readonly ImageView[]
  readonly reply_to?: string
  /** By this machine's clock, ms since 1970; entries are sent in this order. */
  readonly ts: number
  /** Refused for good, and why; it waits for a person to decide. */
  readonly failed?: { readonly code: string; readonly message: string }
}

/** Where unsent messages outlive the page. All of it may be called again with the same entry. */
export interface OutboxStore {
  /** Oldest first. */
  load(owner: string): Promise<OutboxEntry[]>
  /** Resolved means: it is there after a reload. Replaces an entry of the same `client_msg_id`. */
  put(entry: OutboxEntry): Promise<void>
  remove(clientMessageId: string): Promise<void>
}

/** For programs, and for browsers that refuse storage: a restart forgets it. */
export function createMemoryOutboxStore(): OutboxStore {
  const entries = new Map<string, OutboxEntry>()
  return {
    load: async (owner) => [...entries.values()].filter((entry) => entry.owner === owner),
    put: async (entry) => void entries.set(entry.client_msg_id, entry),
    remove: async (clientMessageId) => void entries.delete(clientMessageId),
  }
}
