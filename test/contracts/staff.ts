import type { Store } from '../../src/domain/store.ts'
import { add, room } from './place.ts'

/** An open room with one of each rank in it. */
export async function staff(store: Store) {
  const [owner, moderator, member, placeModerator, placeOwner] = await Promise.all([
    add(store, 'owner'),
    add(store, 'moderator'),
    add(store, 'member'),
    add(store, 'placeModerator', 'moderator'),
    add(store, 'placeOwner', 'owner'),
  ])
  const roomId = await room(store, owner, 'open', 'Lab')
  const userIds = [moderator, member, placeModerator, placeOwner].map(({ id }) => id)
  await store.execute('add_to_room', { accountId: owner.id, roomId, userIds })
  const grant = { accountId: owner.id, roomId, userId: moderator.id, role: 'moderator' } as const
  await store.execute('set_room_role', grant)
  return { roomId, owner, moderator, member, placeModerator, placeOwner }
}
