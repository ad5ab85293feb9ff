import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const roomBan: Handler<'room_ban'> = async ({ store, rates, accountId }, { room, user_id, on }) => {
  refuseIfEarly(rates.takeMessage(accountId))
  await store.execute('ban_user', { accountId, roomId: Number(room), userId: Number(user_id), on })
  return { room, user_id, on }
}
