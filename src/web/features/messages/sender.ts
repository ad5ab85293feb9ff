import type { AccountState, OutgoingMessage } from '../../../client/chat-state.ts'
import type { MessageView } from '../../../protocol/views.ts'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { personName } from '../people/person-name.ts'

export interface Sender {
  id: string
  name: string
  isYou: boolean
}

/** Who said it. What is still on its way is one's own. */
export function senderOf(
  message: MessageView | OutgoingMessage,
  account: AccountState,
  text: Dictionary,
): Sender {
  if (!('sender_id' in message) || message.sender_id === account.user_id)
    return { id: account.user_id, name: account.display_name, isYou: true }
  return { id: message.sender_id, name: personName(message.sender_name, text), isYou: false }
}
