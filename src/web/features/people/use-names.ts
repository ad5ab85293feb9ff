import type { RoomState } from '../../../client/chat-state.ts'
import { useAccount } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { personName } from './person-name.ts'

/** Names of a room's people, as far as this page has met them. */
export function useNames({ members, entries }: RoomState): (userId: string) => string | null {
  const text = useText()
  const account = useAccount()
  return (userId) => {
    if (userId === account.user_id) return account.display_name
    const member = members?.find((candidate) => candidate.user_id === userId)
    if (member !== undefined) return member.display_name
    const said = entries.find((entry) => entry.kind === 'message' && entry.message.sender_id === userId)
    return said?.kind === 'message' ? personName(said.message.sender_name, text) : null
  }
}
