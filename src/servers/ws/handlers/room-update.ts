import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const roomUpdate: Handler<'room_update'> = async (
  { store, rates, accountId },
  { room, name, topic },
) => {
  refuseIfEarly(rates.takeMessage(accountId))
  const given = { name: name ?? null, topic: topic ?? null }
  const updated = await store.execute('update_room', { accountId, roomId: Number(room), ...given })
  return { room, ...updated }
}
