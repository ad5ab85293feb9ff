import type { Handler } from '../context.ts'

export const roomCreate: Handler<'room_create'> = async ({ store, accountId }, { kind, name, topic }) => ({
  room: await store.execute('create_room', { accountId, kind, name, topic: topic ?? '' }),
})
