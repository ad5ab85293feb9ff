import { DomainError } from '../../../domain/errors.ts'
import type { Handler } from '../context.ts'

/** Which ones has to be said: nobody signs out everywhere by leaving a field out. */
export const sessionRevoke: Handler<'session_revoke'> = async (context, { session_id, others }) => {
  const { store, accountId, sessionId } = context
  if ((session_id === undefined) === (others === undefined))
    throw new DomainError('bad_request', {
      details: [{ path: 'payload.session_id', expected: 'an id, or `others: true` in its place' }],
    })
  return session_id === undefined
    ? store.execute('revoke_sessions', { accountId, exceptSessionId: sessionId })
    : store.execute('revoke_own_session', { accountId, sessionId: Number(session_id) })
}
