import { removePictures } from '../../../domain/images/removal.ts'
import type { Handler } from '../context.ts'

/** Its pictures' files go at once; those that a fault leaves are found by the sweep. */
export const messageDelete: Handler<'message_delete'> = async (context, { message_id }) => {
  const { store, config, log, accountId } = context
  const { roomId, filenames } = await store.execute('delete_message', {
    accountId,
    messageId: Number(message_id),
  })
  await removePictures(config.images.dir, filenames).catch((error: unknown) =>
    log.warn('pictures_not_removed', { error }),
  )
  return { message_id, room: String(roomId) }
}
