import { DomainError } from '../../../domain/errors.ts'
import { provePassword } from '../authentication/prove-password.ts'
import type { Handler } from '../context.ts'

/** A guess here costs as much as one at log-in, and counts as one: an open page must not be a quicker way to the password. */
export const passwordChange: Handler<'password_change'> = async (context, { current, new: next }) => {
  const { store, passwords, connection, accountId, sessionId } = context
  const { addressPrefix } = connection.peer
  const account = await store.read('account_by_id', { accountId })
  if (account === null) throw new DomainError('account_disabled')
  const { username } = account
  const proof = { username, password: current, addressPrefix }
  const { passwordHash: provenHash } = await provePassword(context, proof)
  const passwordHash = await passwords.hash(next, addressPrefix)
  await store.execute('set_password', { accountId, passwordHash, provenHash, exceptSessionId: sessionId })
  return {}
}
