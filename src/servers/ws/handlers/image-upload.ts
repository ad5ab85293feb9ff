import type { Handler } from '../context.ts'

export const imageUpload: Handler<'image_upload'> = ({ uploadSlots, connection, accountId }, payload) =>
  uploadSlots.begin(connection, accountId, payload)
