import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const roomJoin: Handler<'room_join'> = async ({ store, rates, accountId }, { room }) => {
  refuseIfEarly(rates.takeMessage(accountId))
  return { room: await store.execute('join_room', { accountId, roomId: Number(room) }) }
}
