import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const roomLeave: Handler<'room_leave'> = async ({ store, rates, accountId }, { room }) => {
  refuseIfEarly(rates.takeMessage(accountId))
  await store.execute('leave_room', { accountId, roomId: Number(room) })
  return { room }
}
