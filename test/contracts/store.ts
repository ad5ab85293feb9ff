import { describeAccountLimits } from './account-limits.ts'
import { describeAccounts } from './accounts.ts'
import { describeDirectRooms } from './direct-rooms.ts'
import { describeFollowing } from './following.ts'
import { describeMessageChanges } from './message-changes.ts'
import { describeMessages } from './messages.ts'
import { describeModeration } from './moderation.ts'
import { describePictures } from './pictures.ts'
import type { OpenPlace } from './place.ts'
import { describePruning } from './pruning.ts'
import { describeReading } from './reading.ts'
import { describeRegistration } from './registration.ts'
import { describeRoomChanges } from './room-changes.ts'
import { describeRoomRoles } from './room-roles.ts'
import { describeRooms } from './rooms.ts'
import { describeSearching } from './searching.ts'
import { describeSessions } from './sessions.ts'
import { describeWrongClocks } from './wrong-clocks.ts'

/** What every store promises, whatever lies below: a test file calls this with a way to open one. */
export function describeStore(open: OpenPlace): void {
  describeRegistration(open)
  describeAccounts(open)
  describeSessions(open)
  describeAccountLimits(open)
  describeRooms(open)
  describeDirectRooms(open)
  describeModeration(open)
  describeRoomRoles(open)
  describeRoomChanges(open)
  describeMessages(open)
  describeMessageChanges(open)
  describeReading(open)
  describePruning(open)
  describeSearching(open)
  describeWrongClocks(open)
  describePictures(open)
  describeFollowing(open)
}
