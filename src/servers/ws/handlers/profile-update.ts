import type { Handler } from '../context.ts'

export const profileUpdate: Handler<'profile_update'> = async ({ store, accountId }, payload) => {
  const account = await store.execute('set_display_name', { accountId, displayName: payload.display_name })
  return { user_id: String(account.id), username: account.username, display_name: account.displayName }
}
