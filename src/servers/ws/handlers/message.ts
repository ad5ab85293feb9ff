import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

export const message: Handler<'message'> = async ({ store, rates, accountId }, payload) => {
  refuseIfEarly(rates.takeMessage(accountId))
  const posted = await store.execute('post_message', {
    senderId: accountId,
    roomId: payload.room === undefined ? null : Number(payload.room),
    clientMessageId: payload.client_msg_id ?? null,
    text: payload.text,
    imageIds: (payload.image_ids ?? []).map(Number),
    replyTo: payload.reply_to === undefined ? null : Number(payload.reply_to),
  })
  return {
    message_id: String(posted.messageId),
    room: String(posted.roomId),
    client_msg_id: posted.clientMessageId,
    seq: posted.seq,
    n: posted.n,
    ts: posted.ts,
    ...(posted.dup && { dup: true }),
  }
}
