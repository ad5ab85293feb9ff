import { EncodedReply, type Handler } from '../context.ts'

export const sync: Handler<'sync'> = async ({ store, accountId }, { room, epoch, from }) => {
  const { reset, json } = await store.read('sync', { accountId, roomId: Number(room), epoch, from })
  return new EncodedReply(reset ? 'sync_reset' : 'sync_response', json)
}
