import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const roomKick: Handler<'room_kick'> = async ({ store, rates, accountId }, { room, user_id }) => {
  refuseIfEarly(rates.takeMessage(accountId))
  await store.execute('kick_member', { accountId, roomId: Number(room), userId: Number(user_id) })
  return { room, user_id }
}
