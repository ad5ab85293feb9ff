import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const react: Handler<'react'> = async ({ store, rates, accountId }, { message_id, emoji, on }) => {
  refuseIfEarly(rates.takeMessage(accountId))
  const { roomId } = await store.execute('react', { accountId, messageId: Number(message_id), emoji, on })
  return { message_id, room: String(roomId), emoji, on }
}
