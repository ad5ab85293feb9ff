import type { Handler } from '../context.ts'

export const notifyLevel: Handler<'notify_level'> = async ({ store, accountId }, { room, level }) => {
  await store.execute('set_notify_level', { accountId, roomId: Number(room), level })
  return { room, level }
}
