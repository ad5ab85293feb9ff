import type { Handler } from '../context.ts'

/** Its event closes the login's connections at the end of this tick, so that this one hears the answer first. */
export const logout: Handler<'logout'> = async ({ store, sessionId }) => {
  await store.execute('revoke_session', { sessionId, reason: 'logout' })
  return {}
}
