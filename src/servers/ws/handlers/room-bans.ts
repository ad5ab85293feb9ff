import type { Handler } from '../context.ts'

export const roomBans: Handler<'room_bans'> = async ({ store, accountId }, { room, cursor }) => {
  const page = await store.read('room_bans', { accountId, roomId: Number(room), cursor: cursor ?? null })
  return { room, users: page.users, ...(page.cursor !== null && { cursor: page.cursor }) }
}
