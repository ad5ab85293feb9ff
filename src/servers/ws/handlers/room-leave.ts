import type { Handler } from '../context.ts'

export const roomLeave: Handler<'room_leave'> = async ({ store, accountId }, { room }) => {
  await store.execute('leave_room', { accountId, roomId: Number(room) })
  return { room }
}
