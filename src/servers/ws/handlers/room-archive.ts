import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to as many people as a message, and so counted as one [P-42]. */
export const roomArchive: Handler<'room_archive'> = async ({ store, rates, accountId }, { room, on }) => {
  refuseIfEarly(rates.takeMessage(accountId))
  await store.execute('archive_room', { accountId, roomId: Number(room), on })
  return { room, on }
}
