import { DomainError } from '../../../domain/errors.ts'
import type { RequestPayload } from '../../../protocol/requests.ts'
import type { Connection } from '../connection.ts'
import type { Services } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'
import type { Proof } from './proof.ts'
import { openSession } from './session.ts'

type LogIn = Extract<RequestPayload<'auth_request'>, { action: 'login' }>

/** [P-13] Every name costs the same time, known or not, so that names cannot be found out. */
export async function logIn(services: Services, connection: Connection, payload: LogIn): Promise<Proof> {
  const { store, passwords, rates } = services
  const { addressPrefix } = connection.peer
  const username = payload.username ?? payload.identifier
  if (username === undefined)
    throw new DomainError('bad_request', { details: [{ path: 'payload.username', expected: 'a username' }] })
  refuseIfEarly(rates.logInWaitMs(username, addressPrefix))
  const credentials = await store.read('credentials', { username })
  const isRight = await passwords.verify(payload.password, credentials?.passwordHash ?? null, addressPrefix)
  if (credentials === null || !isRight) {
    rates.countWrongPassword(username, addressPrefix)
    throw new DomainError('invalid_credentials')
  }
  // Only who knows the password learns that the account is disabled.
  const { account, passwordHash: provenHash } = credentials
  if (account.disabledAtMs !== null) throw new DomainError('account_disabled')
  return openSession(services, connection, { accountId: account.id, provenHash, device: payload.device })
}
