import type { RoomState } from '../../../client/chat-state.ts'
import type { ImageView, MessageView } from '../../../protocol/views.ts'

export interface RoomPicture {
  image: ImageView
  message: MessageView
}

/** The pictures of a room's loaded messages, in their order. */
export function picturesOf({ entries }: Pick<RoomState, 'entries'>): RoomPicture[] {
  return entries.flatMap((entry) =>
    entry.kind === 'message' ? entry.message.images.map((image) => ({ image, message: entry.message })) : [],
  )
}
