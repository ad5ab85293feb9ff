import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

export const imageUpload: Handler<'image_upload'> = async (context, payload) => {
  const { rates, uploadSlots, connection, accountId } = context
  refuseIfEarly(rates.takeUpload(accountId))
  return uploadSlots.begin(connection, accountId, payload)
}
