import { DomainError } from '../../../domain/errors.ts'
import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** A guess here costs as much as one at log-in, and counts as one: an open page must not be a quicker way to the password. */
export const passwordChange: Handler<'password_change'> = async (context, { current, new: next }) => {
  const { store, passwords, rates, connection, accountId, sessionId } = context
  const { addressPrefix } = connection.peer
  const account = await store.read('account_by_id', { accountId })
  if (account === null) throw new DomainError('account_disabled')
  const { username } = account
  refuseIfEarly(rates.logInWaitMs(username, addressPrefix))
  const credentials = await store.read('credentials', { username })
  const provenHash = credentials?.passwordHash ?? null
  const isRight = await passwords.verify(current, provenHash, addressPrefix)
  if (!isRight || provenHash === null) {
    rates.countWrongPassword(username, addressPrefix)
    throw new DomainError('invalid_credentials')
  }
  const passwordHash = await passwords.hash(next, addressPrefix)
  await store.execute('set_password', { accountId, passwordHash, provenHash, exceptSessionId: sessionId })
  return {}
}
