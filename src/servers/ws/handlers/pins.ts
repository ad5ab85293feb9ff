import { EncodedReply, type Handler } from '../context.ts'

export const pins: Handler<'pins'> = async ({ store, accountId }, { room, cursor }) => {
  const json = await store.read('pins', { accountId, roomId: Number(room), cursor: cursor ?? null })
  return new EncodedReply('pins_response', json)
}
