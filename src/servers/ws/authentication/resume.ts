import { DomainError } from '../../../domain/errors.ts'
import type { Services } from '../context.ts'
import type { Proof } from './proof.ts'

/** Proves a login by the token of a program, or of a cookie. Microseconds, where a password costs a third of a second. */
export async function resume({ store, log }: Services, token: string | null): Promise<Proof> {
  const session = token === null ? null : await store.read('session_by_token', { token })
  if (session === null) throw new DomainError('unauthenticated')
  const { sessionId, account, dueForTouch } = session
  // Nobody waits for it, and it will be due again.
  if (dueForTouch)
    store
      .execute('touch_session', { sessionId })
      .catch((error: unknown) => log.warn('session_not_touched', { error }))
  return { accountId: account.id, sessionId }
}
