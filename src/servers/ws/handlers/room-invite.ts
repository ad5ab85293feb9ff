import type { Handler } from '../context.ts'

export const roomInvite: Handler<'room_invite'> = async (
  { store, accountId },
  { room, user_ids: userIds },
) => {
  const { added } = await store.execute('add_to_room', {
    accountId,
    roomId: Number(room),
    userIds: userIds.map(Number),
  })
  return { room, added: added.map(String) }
}
