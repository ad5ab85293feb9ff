import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const roomRole: Handler<'room_role'> = async (
  { store, rates, accountId },
  { room, user_id, role },
) => {
  refuseIfEarly(rates.takeMessage(accountId))
  await store.execute('set_room_role', { accountId, roomId: Number(room), userId: Number(user_id), role })
  return { room, user_id, role }
}
