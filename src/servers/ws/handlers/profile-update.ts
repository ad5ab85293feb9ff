import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Told to all of one's rooms, which may be hundreds: it counts as a message, and has a pace of its own [P-42]. */
export const profileUpdate: Handler<'profile_update'> = async ({ store, rates, accountId }, payload) => {
  refuseIfEarly(rates.takeMessage(accountId))
  refuseIfEarly(rates.takeRename(accountId))
  const account = await store.execute('set_display_name', { accountId, displayName: payload.display_name })
  return { user_id: String(account.id), username: account.username, display_name: account.displayName }
}
