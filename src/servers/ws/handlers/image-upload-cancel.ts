import type { Handler } from '../context.ts'

export const imageUploadCancel: Handler<'image_upload_cancel'> = async (
  { images, accountId },
  { client_upload_id },
) => {
  await images.uploads.cancel({ ownerId: accountId, clientUploadId: client_upload_id.toLowerCase() })
  return { client_upload_id }
}
