import type { ChatClient } from '../../../client/chat-client.ts'
import { ChatError } from '../../../client/errors.ts'
import type { MessageView } from '../../../protocol/views.ts'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { errorText } from '../../i18n/error-text.ts'
import { showToast } from '../toasts/toasts.ts'

/** Pins a message for the whole room, or takes the pin away; a toast says how it went. */
export async function pinMessage(client: ChatClient, text: Dictionary, message: MessageView): Promise<void> {
  const on = message.pinned !== true
  try {
    await client.request('pin', { message_id: message.message_id, on })
    showToast(on ? text.pins.done : text.pins.unpinned)
  } catch (error) {
    const isFull = error instanceof ChatError && error.code === 'quota_exceeded'
    showToast(isFull ? text.pins.full : errorText(text, error), 'problem')
  }
}
