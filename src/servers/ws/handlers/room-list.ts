import type { Handler } from '../context.ts'

export const roomList: Handler<'room_list'> = async ({ store, accountId }, { cursor }) => {
  const page = await store.read('open_rooms', { accountId, cursor: cursor ?? null })
  return { rooms: page.rooms, ...(page.cursor !== null && { cursor: page.cursor }) }
}
