import type { AccountRole } from '../../../protocol/values.ts'
import type { RoomView } from '../../../protocol/views.ts'

const byRoomRole: Record<AccountRole, number> = { member: 0, moderator: 1, owner: 2 }
const byPlaceRole: Record<AccountRole, number> = { member: 0, moderator: 3, owner: 4 }

/** [P-60] What the reader may do in a room; the server knows best, and refuses what is not to be. */
export interface Authority {
  readonly moderates: boolean
  /** Gives roles, and archives. */
  readonly owns: boolean
  /** Stands above a member with this role in the room. */
  readonly isAbove: (role: AccountRole) => boolean
}

export function authorityIn({ kind, role }: RoomView, placeRole: AccountRole): Authority {
  const rank = kind === 'direct' ? 0 : Math.max(byRoomRole[role], byPlaceRole[placeRole])
  return { moderates: rank >= 1, owns: rank >= 2, isAbove: (other) => rank > byRoomRole[other] }
}
