import type { Handler } from '../context.ts'

export const roomJoin: Handler<'room_join'> = async ({ store, accountId }, { room }) => ({
  room: await store.execute('join_room', { accountId, roomId: Number(room) }),
})
