import { limits } from '../protocol/limits.ts'
import type { Account } from './account.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import { hashSecret, newSecret } from './secrets.ts'
import { makeRoomForSession } from './session-ends.ts'
import type { SessionLimits, Transaction } from './transaction.ts'

interface SessionTimes {
  createdAtMs: number
  lastSeenAtMs: number
}

interface SessionRow extends SessionTimes {
  sessionId: number
  device: string
}

interface SignedInRow extends Account {
  sessionId: number
  openedAtMs: number
  lastSeenAtMs: number
}

/** Every use would be a write; the idle limit needs no more than this. */
const maxTouchIntervalMs = 3_600_000

const insertSession = statement<
  [
    accountId: number,
    tokenHash: Buffer | null,
    ticketHash: Buffer | null,
    ticketExpiresAtMs: number | null,
    device: string,
    createdAtMs: number,
    lastSeenAtMs: number,
  ]
>(
  `INSERT INTO sessions
     (account_id, token_hash, ticket_hash, ticket_expires_at_ms, device, created_at_ms, last_seen_at_ms)
   VALUES (?, ?, ?, ?, ?, ?, ?)`,
)

const findProven = statement<[accountId: number, provenHash: string], { disabledAtMs: number | null }>(
  `SELECT disabled_at_ms AS disabledAtMs FROM accounts
   WHERE id = ? AND password_hash = ? AND removed_at_ms IS NULL`,
)

const findByToken = statement<[tokenHash: Buffer], SignedInRow>(
  `SELECT s.id AS sessionId, s.created_at_ms AS openedAtMs, s.last_seen_at_ms AS lastSeenAtMs,
     a.id, a.username, a.display_name AS displayName, a.role, a.created_at_ms AS createdAtMs,
     a.disabled_at_ms AS disabledAtMs
   FROM sessions AS s JOIN accounts AS a ON a.id = s.account_id
   WHERE s.token_hash = +? AND a.disabled_at_ms IS NULL AND a.removed_at_ms IS NULL`,
)

const findOfAccount = statement<[accountId: number], SessionRow>(
  `SELECT id AS sessionId, device, created_at_ms AS createdAtMs, last_seen_at_ms AS lastSeenAtMs
   FROM sessions WHERE account_id = ? ORDER BY last_seen_at_ms DESC, id DESC`,
)

const findByTicket = statement<
  [ticketHash: Buffer, nowMs: number, nowMs: number],
  SessionTimes & { sessionId: number; accountId: number }
>(
  `SELECT s.id AS sessionId, s.account_id AS accountId, s.created_at_ms AS createdAtMs, s.last_seen_at_ms AS lastSeenAtMs
   FROM sessions AS s JOIN accounts AS a ON a.id = s.account_id AND a.disabled_at_ms IS NULL
   WHERE s.ticket_hash = +? AND s.ticket_expires_at_ms > +? AND s.created_at_ms <= +?`,
)

const exchangeTicket = statement<[tokenHash: Buffer, sessionId: number]>(
  'UPDATE sessions SET token_hash = ?, ticket_hash = NULL, ticket_expires_at_ms = NULL WHERE id = ?',
)

const updateLastSeen = statement<[nowMs: number, sessionId: number]>(
  'UPDATE sessions SET last_seen_at_ms = max(last_seen_at_ms, ?) WHERE id = ?',
)

/**
 * Comparing a password takes a while, in which it may have been changed, and every session ended: the old one must open
 * none after that. Likewise where the account was disabled meanwhile.
 */
export function openSession(
  tx: Transaction,
  input: CommandInput<'open_session'>,
): CommandResult<'open_session'> {
  const { accountId, provenHash, device, grant } = input
  const state = findProven(tx.db).get(accountId, provenHash)
  if (state === undefined) throw new DomainError('invalid_credentials')
  if (state.disabledAtMs !== null) throw new DomainError('account_disabled')
  makeRoomForSession(tx, accountId)
  const secret = newSecret()
  const hash = hashSecret(secret)
  const inserted =
    grant === 'token'
      ? insertSession(tx.db).run(accountId, hash, null, null, device, tx.nowMs, tx.nowMs)
      : insertSession(tx.db).run(
          accountId,
          null,
          hash,
          tx.nowMs + limits.ticketLifetimeMs,
          device,
          tx.nowMs,
          tx.nowMs,
        )
  return { sessionId: Number(inserted.lastInsertRowid), secret }
}

export function redeemTicket(
  tx: Transaction,
  { ticket }: CommandInput<'redeem_ticket'>,
): CommandResult<'redeem_ticket'> {
  const session = findByTicket(tx.db).get(hashSecret(ticket), tx.nowMs, tx.nowMs)
  if (session === undefined) throw new DomainError('invalid_credentials')
  const token = newSecret()
  exchangeTicket(tx.db).run(hashSecret(token), session.sessionId)
  const { sessionId, accountId, createdAtMs } = session
  return { sessionId, accountId, token, expiresAtMs: createdAtMs + tx.sessionLimits.maxMs }
}

export function sessionByToken(
  tx: Transaction,
  { token }: QueryInput<'session_by_token'>,
): QueryResult<'session_by_token'> {
  const row = findByToken(tx.db).get(hashSecret(token))
  if (row === undefined) return null
  const { sessionId, openedAtMs, lastSeenAtMs, ...account } = row
  const times = { createdAtMs: openedAtMs, lastSeenAtMs }
  if (!isLive(times, tx)) return null
  const touchIntervalMs = Math.min(maxTouchIntervalMs, tx.sessionLimits.idleMs / 10)
  return {
    sessionId,
    account,
    expiresAtMs: expiryOf(times, tx.sessionLimits),
    dueForTouch: tx.nowMs - lastSeenAtMs >= touchIntervalMs,
  }
}

export function sessions(tx: Transaction, { accountId }: QueryInput<'sessions'>): QueryResult<'sessions'> {
  return findOfAccount(tx.db)
    .all(accountId)
    .filter((row) => isLive(row, tx))
    .map((row) => Object.assign(row, { expiresAtMs: expiryOf(row, tx.sessionLimits) }))
}

export function touchSession(tx: Transaction, { sessionId }: CommandInput<'touch_session'>): null {
  updateLastSeen(tx.db).run(tx.nowMs, sessionId)
  return null
}

/** When the session ends if it is not used again. */
function expiryOf(session: SessionTimes, { idleMs, maxMs }: SessionLimits): number {
  return Math.min(session.createdAtMs + maxMs, session.lastSeenAtMs + idleMs)
}

/**
 * An expired session is deleted by the next sweep, so a clock that goes back finds nothing to revive. One that was made
 * under a clock that ran far ahead is refused, since it would outlive every limit.
 */
function isLive(session: SessionTimes, tx: Transaction): boolean {
  return (
    tx.nowMs < expiryOf(session, tx.sessionLimits) && session.createdAtMs <= tx.nowMs + tx.sessionLimits.maxMs
  )
}
