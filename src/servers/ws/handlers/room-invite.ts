import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const roomInvite: Handler<'room_invite'> = async (
  { store, rates, accountId },
  { room, user_ids: userIds },
) => {
  refuseIfEarly(rates.takeMessage(accountId))
  const { added } = await store.execute('add_to_room', {
    accountId,
    roomId: Number(room),
    userIds: userIds.map(Number),
  })
  return { room, added: added.map(String) }
}
