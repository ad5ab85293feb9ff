import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const messageEdit: Handler<'message_edit'> = async ({ store, rates, accountId }, payload) => {
  refuseIfEarly(rates.takeMessage(accountId))
  const { message_id, text } = payload
  const edited = await store.execute('edit_message', {
    accountId,
    messageId: Number(message_id),
    text,
    expectVersion: payload.expect_version,
  })
  return {
    message_id,
    room: String(edited.roomId),
    version: edited.version,
    ...(edited.editedAtMs !== null && { edited_ts: edited.editedAtMs }),
  }
}
