import { DomainError } from '../../../domain/errors.ts'
import type { Snapshot } from '../../../domain/store.ts'
import { encodeJson, frameText } from '../../../protocol/frames.ts'
import type { RequestPayload, ResponsePayload } from '../../../protocol/requests.ts'
import type { Connection } from '../connection.ts'
import type { Services } from '../context.ts'
import { textFrame } from '../frame.ts'
import { refusalFrame } from '../refusal.ts'
import { logIn } from './log-in.ts'
import type { Proof } from './proof.ts'
import { register } from './register.ts'
import { resume } from './resume.ts'
import { isSessionLive, refuseAboveConnections } from './session.ts'

/** Makes connections live. */
export interface Authentication {
  /**
   * Sends the `auth_response` itself: it must go out before any event does. Refusals are thrown as `DomainError`.
   * On a live connection it may be asked again for the same login, and brings a new snapshot.
   */
  request(
    connection: Connection,
    payload: RequestPayload<'auth_request'>,
    id: string | undefined,
  ): Promise<void>
  /** [P-10] A token that came with the upgrade. One that is not valid is refused, and leaves the connection a stranger. */
  onUpgrade(connection: Connection, token: string): Promise<void>
}

export function createAuthentication(services: Services): Authentication {
  const { store, hub, presence, log } = services
  const turns = new WeakMap<Connection, Promise<void>>()

  async function request(
    connection: Connection,
    payload: RequestPayload<'auth_request'>,
    id: string | undefined,
  ): Promise<void> {
    await inTurn(connection, () => attempt(connection, () => prove(services, connection, payload), id))
  }

  async function onUpgrade(connection: Connection, token: string): Promise<void> {
    try {
      await inTurn(connection, () => attempt(connection, () => resume(services, token), undefined))
    } catch (error) {
      if (!(error instanceof DomainError)) log.error('upgrade_not_authenticated', { error })
      const refusal = error instanceof DomainError ? error : new DomainError('internal', { cause: error })
      connection.send(refusalFrame(refusal, { type: 'auth_request', id: undefined }))
    }
  }

  /** One at a time: a browser may ask by cookie while the cookie of its upgrade is being looked at. */
  function inTurn(connection: Connection, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(connection) ?? Promise.resolve()).then(work)
    // Whoever waits for the turn wants to know that it is over, and not how it ended.
    const over: Promise<void> = turn
      .catch(() => undefined)
      .finally(() => {
        if (turns.get(connection) === over) turns.delete(connection)
      })
    turns.set(connection, over)
    return turn
  }

  async function attempt(
    connection: Connection,
    proveLogin: () => Promise<Proof>,
    id: string | undefined,
  ): Promise<void> {
    const revocations = hub.revocations()
    connection.apply({ type: 'authentication_started' })
    try {
      const proof = await proveLogin()
      goLive({ connection, proof, id, snapshot: await snapshotSince(proof, revocations) })
    } catch (error) {
      connection.apply({ type: 'authentication_failed' })
      throw error
    }
  }

  /** [P-52] A login that was revoked between its proof and its snapshot would never hear of it. */
  async function snapshotSince(proof: Proof, revocations: number): Promise<Snapshot> {
    let seen = revocations
    let snapshot = await store.snapshot(proof.accountId)
    while (hub.revocations() !== seen) {
      seen = hub.revocations()
      if (!(await isSessionLive(store, proof))) throw new DomainError('unauthenticated')
      snapshot = await store.snapshot(proof.accountId)
    }
    if (snapshot === null) throw new DomainError('account_disabled')
    return snapshot
  }

  /** Without a pause from the snapshot to the hub, so that nothing falls between them. */
  function goLive(options: {
    connection: Connection
    proof: Proof
    id: string | undefined
    snapshot: Snapshot
  }): void {
    const { connection, proof, id, snapshot } = options
    const { accountId, sessionId } = connection.identity ?? proof
    if (sessionId !== proof.sessionId)
      throw new DomainError('bad_request', { message: 'This connection has another login.' })
    if (connection.identity === null) refuseAboveConnections(services, connection, accountId)
    connection.apply({ type: 'authenticated', identity: { accountId, sessionId } })
    // The peer may have left meanwhile.
    if (connection.identity === null) return
    const rooms = snapshot.rooms.map(({ id, muted, archived }) => ({ id: Number(id), muted, archived }))
    hub.attach(connection, connection.identity, { account: snapshot.account, rooms })
    connection.send(textFrame(frameText('auth_response', encodeJson(successPayload(proof, snapshot)), id)))
    presence.changed(
      accountId,
      rooms.map(({ id }) => id),
    )
  }

  return { request, onUpgrade }
}

async function prove(
  services: Services,
  connection: Connection,
  payload: RequestPayload<'auth_request'>,
): Promise<Proof> {
  if (payload.action === 'token') return resume(services, payload.token)
  if (payload.action === 'cookie') return resume(services, connection.peer.cookieToken)
  if (connection.identity !== null)
    throw new DomainError('bad_request', { message: 'This connection is logged in; open another one.' })
  return payload.action === 'login'
    ? logIn(services, connection, payload)
    : register(services, connection, payload)
}

function successPayload(proof: Proof, snapshot: Snapshot): ResponsePayload<'auth_request'> {
  const { account, placeName, epoch, rooms } = snapshot
  return {
    status: 'success',
    message: 'Logged in.',
    ...proof.secret,
    user_id: String(account.id),
    username: account.username,
    display_name: account.displayName,
    role: account.role,
    place_name: placeName,
    epoch,
    rooms,
  }
}
