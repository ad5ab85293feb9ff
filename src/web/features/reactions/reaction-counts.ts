import type { MessageView } from '../../../protocol/views.ts'

export interface ReactionCount {
  emoji: string
  count: number
  isYours: boolean
  /** Who is known to have reacted so; more than fifty are only counted. */
  userIds: readonly string[]
}

/** In order of first use; what one has just pressed is counted in already. */
export function reactionCounts(
  { reactions = {}, reaction_counts = {} }: Pick<MessageView, 'reactions' | 'reaction_counts'>,
  pending: Readonly<Record<string, boolean>>,
  ownId: string,
): readonly ReactionCount[] {
  const emoji = [...new Set([...Object.keys(reactions), ...Object.keys(pending)])]
  return emoji
    .map((each): ReactionCount => {
      const before = reactions[each] ?? []
      const wasYours = before.includes(ownId)
      const isYours = pending[each] ?? wasYours
      const others = before.filter((userId) => userId !== ownId)
      const count = (reaction_counts[each] ?? before.length) + Number(isYours) - Number(wasYours)
      return { emoji: each, count, isYours, userIds: isYours ? withOwn(before, ownId) : others }
    })
    .filter(({ count }) => count > 0)
}

function withOwn(userIds: readonly string[], ownId: string): readonly string[] {
  return userIds.includes(ownId) ? userIds : [...userIds, ownId]
}
