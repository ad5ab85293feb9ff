import type { RoomState } from '../../../client/chat-state.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { personName } from '../people/person-name.ts'
import type { ReactionCount } from './reaction-counts.ts'

const maxNamed = 12

/** Who reacted so, in words. `ask` brings the names that this page has not met yet. */
export function useReactedNames(room: string): { say: (reaction: ReactionCount) => string; ask: () => void } {
  const text = useText()
  const client = useClient()
  const ownId = useChatState((state) => state.account?.user_id)
  const members = useChatState((state) => state.rooms.get(room)?.members ?? null)
  const nameOf = (userId: string) => {
    if (userId === ownId) return text.reactions.you
    const member = members?.find(({ user_id }) => user_id === userId)
    if (member !== undefined) return member.display_name
    const name = nameOfSender(client.getState().rooms.get(room), userId)
    return name === undefined ? undefined : personName(name, text)
  }
  /** Whose name is not known yet is one more. */
  const say = ({ userIds, count }: ReactionCount) => {
    const names = userIds.flatMap((userId) => nameOf(userId) ?? []).slice(0, maxNamed)
    return text.reactions.who(names, count - names.length)
  }
  const ask = () => {
    // Without them, how many there are is said all the same.
    if (members === null) client.loadMembers(room).catch(() => undefined)
  }
  return { say, ask }
}

/** A name that somebody spoke under does not change while one looks, so nothing is missed by asking only now. */
function nameOfSender(state: RoomState | undefined, userId: string): string | undefined {
  const said = state?.entries.find((entry) => entry.kind === 'message' && entry.message.sender_id === userId)
  return said?.kind === 'message' ? said.message.sender_name : undefined
}
