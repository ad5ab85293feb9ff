import type { AccountRole } from '../../../protocol/values.ts'
import type { RoomView } from '../../../protocol/views.ts'

const byRoomRole: Record<AccountRole, number> = { member: 0, moderator: 1, owner: 2 }
const byPlaceRole: Record<AccountRole, number> = { member: 0, moderator: 3, owner: 4 }

/** [P-60] What the reader may do in a room; the server knows best, and refuses what is not to be. */
export interface Authority {
  readonly moderates: boolean
  /** Gives roles, and archives. */
  readonly owns: boolean
  /** Stands above somebody with these roles. */
  readonly isAbove: (other: Ranked) => boolean
}

interface Ranked {
  /** In the room. */
  readonly role: AccountRole
  /** An older server does not say it. */
  readonly place_role?: AccountRole | undefined
}

export function authorityIn({ kind, role }: RoomView, placeRole: AccountRole): Authority {
  const rank = kind === 'direct' ? 0 : rankOf({ role, place_role: placeRole })
  return { moderates: rank >= 1, owns: rank >= 2, isAbove: (other) => rank > rankOf(other) }
}

function rankOf({ role, place_role = 'member' }: Ranked): number {
  return Math.max(byRoomRole[role], byPlaceRole[place_role])
}
