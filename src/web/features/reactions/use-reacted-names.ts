import { useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import type { ReactionCount } from './reaction-counts.ts'

const maxNamed = 12

/** Who reacted so, in words. `ask` brings the names that this page has not met yet. */
export function useReactedNames(room: string): { say: (reaction: ReactionCount) => string; ask: () => void } {
  const text = useText()
  const client = useClient()
  const ownId = useChatState((state) => state.account?.user_id)
  const members = useChatState((state) => state.rooms.get(room)?.members ?? null)
  const nameOf = (userId: string) =>
    userId === ownId ? text.reactions.you : members?.find((member) => member.user_id === userId)?.display_name
  const say = ({ userIds, count }: ReactionCount) => {
    const names = userIds.slice(0, maxNamed).map((userId) => nameOf(userId) ?? text.reactions.unknown)
    return text.reactions.who(names, count - names.length)
  }
  const ask = () => {
    // Without them, how many there are is said all the same.
    if (members === null) client.loadMembers(room).catch(() => undefined)
  }
  return { say, ask }
}
