import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Everybody finds it, so it counts as a message [P-42]. */
export const roomCreate: Handler<'room_create'> = async (
  { store, rates, accountId },
  { kind, name, topic },
) => {
  refuseIfEarly(rates.takeMessage(accountId))
  return { room: await store.execute('create_room', { accountId, kind, name, topic: topic ?? '' }) }
}
