import { effectiveRegistration } from '../../../config/registration.ts'
import { DomainError } from '../../../domain/errors.ts'
import type { RequestPayload } from '../../../protocol/requests.ts'
import type { Connection } from '../connection.ts'
import type { Services } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'
import type { Proof } from './proof.ts'
import { openSession } from './session.ts'

type Registration = Extract<RequestPayload<'auth_request'>, { action: 'register' }>

/** [P-11] Nobody names their own role: who comes with the owner's claim is the owner, everybody else a member. */
export async function register(
  services: Services,
  connection: Connection,
  payload: Registration,
): Promise<Proof> {
  const { config, store, passwords, rates } = services
  const { addressPrefix } = connection.peer
  const registration = effectiveRegistration(config)
  const secret = payload.invite ?? null
  // What is bound to be refused need not be hashed first.
  if (registration === 'invite' && secret === null) throw new DomainError('invite_required')
  if (registration === 'closed' && secret === null) throw new DomainError('registration_closed')
  refuseIfEarly(rates.takeRegistration(addressPrefix))
  const passwordHash = await passwords.hash(payload.password, addressPrefix)
  const account = await store.execute('register', {
    username: payload.username,
    displayName: payload.display_name ?? null,
    placeName: payload.place_name ?? null,
    passwordHash,
    registration,
    secret,
  })
  return openSession(services, connection, {
    accountId: account.id,
    provenHash: passwordHash,
    device: payload.device,
  })
}
