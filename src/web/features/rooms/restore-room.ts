import type { ChatClient } from '../../../client/chat-client.ts'
import type { RoomView } from '../../../protocol/views.ts'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../toasts/toasts.ts'

/** Ends a room's archive; a toast says how it went. */
export async function restoreRoom(client: ChatClient, text: Dictionary, room: RoomView): Promise<void> {
  try {
    await client.request('room_archive', { room: room.id, on: false })
    showToast(text.roomSettings.restored(room.name))
  } catch (error) {
    showToast(errorText(text, error), 'problem')
  }
}
