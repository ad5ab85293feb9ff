import { DomainError } from '../../../domain/errors.ts'
import type { Store } from '../../../domain/store.ts'
import type { Connection } from '../connection.ts'
import type { Services } from '../context.ts'
import type { Proof } from './proof.ts'

/** How long a client that has too many connections may as well wait. */
const connectionsRetryMs = 30_000

/** [P-14] A page gets a ticket, which scripts can use once; a program gets the token. */
export async function openSession(
  services: Services,
  connection: Connection,
  login: { accountId: number; provenHash: string; device: string | undefined },
): Promise<Proof> {
  const { accountId, provenHash } = login
  const { peer } = connection
  refuseAboveConnections(services, connection, accountId)
  const { sessionId, secret } = await services.store.execute('open_session', {
    accountId,
    provenHash,
    device: login.device ?? peer.device,
    grant: peer.isBrowser ? 'ticket' : 'token',
  })
  return { accountId, sessionId, secret: peer.isBrowser ? { ticket: secret } : { token: secret } }
}

/**
 * [P-42] The newest is refused, and closed when it has been told. Were the oldest closed instead, eleven pages that reconnect would push each other out for ever
 * (decision 052).
 */
export function refuseAboveConnections(
  { hub, config }: Services,
  connection: Connection,
  accountId: number,
): void {
  const open = hub.user(accountId)?.connections.size ?? 0
  if (open < config.limits.connectionsPerUser) return
  connection.close('rate')
  throw new DomainError('rate_limited', {
    message: `Expected at most ${config.limits.connectionsPerUser} connections of one user.`,
    retryAfterMs: connectionsRetryMs,
  })
}

export async function isSessionLive(
  store: Store,
  { accountId, sessionId }: { accountId: number; sessionId: number },
): Promise<boolean> {
  const sessions = await store.read('sessions', { accountId })
  return sessions.some((session) => session.sessionId === sessionId)
}
