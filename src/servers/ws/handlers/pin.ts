import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const pin: Handler<'pin'> = async ({ store, rates, accountId }, { message_id, on }) => {
  refuseIfEarly(rates.takeMessage(accountId))
  const { roomId } = await store.execute('pin_message', { accountId, messageId: Number(message_id), on })
  return { message_id, room: String(roomId), on }
}
