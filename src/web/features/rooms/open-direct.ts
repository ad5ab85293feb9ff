import type { ChatClient } from '../../../client/chat-client.ts'
import { navigate } from '../../app/route.ts'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../toasts/toasts.ts'

/** Goes to what one says to these people, and to them alone. */
export async function openDirect(
  client: ChatClient,
  text: Dictionary,
  userIds: readonly string[],
): Promise<void> {
  try {
    const { room } = await client.request('dm_open', { user_ids: [...userIds] })
    navigate({ room: room.id, over: null, picture: null })
  } catch (error) {
    showToast(errorText(text, error), 'problem')
  }
}
