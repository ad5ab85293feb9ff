import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** It may make a room, and so counts as a message [P-42]. */
export const dmOpen: Handler<'dm_open'> = async ({ store, rates, accountId }, { user_ids }) => {
  refuseIfEarly(rates.takeMessage(accountId))
  const userIds = user_ids.map(Number)
  return { room: await store.execute('open_direct_room', { accountId, userIds }) }
}
