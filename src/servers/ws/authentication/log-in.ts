import { DomainError } from '../../../domain/errors.ts'
import type { RequestPayload } from '../../../protocol/requests.ts'
import type { Connection } from '../connection.ts'
import type { Services } from '../context.ts'
import type { Proof } from './proof.ts'
import { provePassword } from './prove-password.ts'
import { openSession } from './session.ts'

type LogIn = Extract<RequestPayload<'auth_request'>, { action: 'login' }>

export async function logIn(services: Services, connection: Connection, payload: LogIn): Promise<Proof> {
  const { addressPrefix } = connection.peer
  const username = payload.username ?? payload.identifier
  if (username === undefined)
    throw new DomainError('bad_request', { details: [{ path: 'payload.username', expected: 'a username' }] })
  const { account, passwordHash: provenHash } = await provePassword(services, {
    username,
    password: payload.password,
    addressPrefix,
  })
  // Only who knows the password learns that the account is disabled.
  if (account.disabledAtMs !== null) throw new DomainError('account_disabled')
  return openSession(services, connection, { accountId: account.id, provenHash, device: payload.device })
}
