import type { ImageView } from '../protocol/views.ts'
import { ChatError } from './errors.ts'
import type { Outbox } from './outbox.ts'
import type { StateStore } from './state-store.ts'

export interface SendOptions {
  /** Pictures that were uploaded already, as `uploadImage` returned them. */
  images?: readonly ImageView[]
  /** The `message_id` of the message that is answered. */
  replyTo?: string
}

/** Refuses at once what the server would refuse, then hands over to the outbox. */
export function createSender(options: {
  store: StateStore
  outbox: Outbox
  limits: () => { text_bytes: number; images_per_message: number } | null
}): (room: string, text: string, message?: SendOptions) => Promise<string> {
  const { store, outbox } = options
  return async (room, text, { images = [], replyTo } = {}) => {
    const { account, rooms } = store.get()
    if (account === null) throw new ChatError('unauthenticated', 'Log in first.')
    if (!rooms.has(room)) throw new ChatError('not_member', 'You are not in this room.')
    // Half a surrogate pair, as a careless cut leaves it, is refused by the server [P-4].
    const wellFormed = text.toWellFormed()
    refuseUnsendable(wellFormed, images.length, options.limits())
    return outbox.add({ senderId: account.user_id, room, text: wellFormed, images, replyTo })
  }
}

/** One frame that is too large would end the connection, and again after each reconnect. */
function refuseUnsendable(
  text: string,
  images: number,
  limits: { text_bytes: number; images_per_message: number } | null,
): void {
  if (text.trim() === '' && images === 0) throw new ChatError('bad_request', 'There is nothing to send.')
  refuseMore('bytes of text', new TextEncoder().encode(text).length, limits?.text_bytes)
  refuseMore('pictures', images, limits?.images_per_message)
}

/** What the server has not said yet is not known here either. */
export function refuseMore(what: string, count: number, most = Number.POSITIVE_INFINITY): void {
  if (count > most) throw new ChatError('too_large', `Expected at most ${most} ${what}, got ${count}`)
}
