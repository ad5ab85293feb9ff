import { expectAccount } from './accounts.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { appendUserEvent, type EventDetails } from './events.ts'
import type { Transaction } from './transaction.ts'

type Reason = EventDetails['session_revoked']['reason']

interface EndedRow {
  sessionId: number
  accountId: number
}

/** One sweep holds up the commits behind it; what is left goes with the next. */
const maxExpired = 500

const deleteOne = statement<[sessionId: number], { accountId: number }>(
  'DELETE FROM sessions WHERE id = ? RETURNING account_id AS accountId',
)

const findOwner = statement<[sessionId: number], { accountId: number }>(
  'SELECT account_id AS accountId FROM sessions WHERE id = ?',
)

const deleteOfAccount = statement<[accountId: number, exceptSessionId: number | null]>(
  'DELETE FROM sessions WHERE account_id = ? AND id IS NOT ?',
)

const findExpired = statement<[idleBeforeMs: number, createdBeforeMs: number, limit: number], EndedRow>(
  `SELECT id AS sessionId, account_id AS accountId FROM sessions
   WHERE last_seen_at_ms <= ? OR created_at_ms <= ? LIMIT +?`,
)

const findIdlest = statement<[accountId: number, keep: number], { sessionId: number }>(
  `SELECT id AS sessionId FROM sessions WHERE account_id = ?
   ORDER BY last_seen_at_ms DESC, id DESC LIMIT -1 OFFSET +?`,
)

export function revokeSession(tx: Transaction, input: CommandInput<'revoke_session'>): null {
  end(tx, input.sessionId, input.reason)
  return null
}

export function revokeSessions(
  tx: Transaction,
  { accountId, exceptSessionId }: CommandInput<'revoke_sessions'>,
): CommandResult<'revoke_sessions'> {
  expectAccount(tx, accountId)
  return { revoked: endSessions(tx, { accountId, exceptSessionId, reason: 'revoked' }) }
}

export function revokeOwnSession(
  tx: Transaction,
  { accountId, sessionId }: CommandInput<'revoke_own_session'>,
): CommandResult<'revoke_own_session'> {
  if (findOwner(tx.db).get(sessionId)?.accountId !== accountId) return { revoked: 0 }
  end(tx, sessionId, 'revoked')
  return { revoked: 1 }
}

/** Returns how many there were. The event is written in any case: a socket may outlive its session's row. */
export function endSessions(
  tx: Transaction,
  which: { accountId: number; exceptSessionId: number | null; reason: Reason },
): number {
  const { accountId, exceptSessionId, reason } = which
  const { changes } = deleteOfAccount(tx.db).run(accountId, exceptSessionId)
  appendUserEvent(tx, accountId, {
    type: 'session_revoked',
    detail: { sessionId: null, exceptSessionId, reason },
  })
  return changes
}

/** [P-65] To be called before there is one more: a log-in is never refused for there being others. */
export function makeRoomForSession(tx: Transaction, accountId: number): void {
  const idlest = findIdlest(tx.db).all(accountId, tx.accountLimits.sessionsPerUser - 1)
  for (const { sessionId } of idlest) end(tx, sessionId, 'revoked')
}

/** Whether `expireSessions` has anything to do; cheap enough to be asked every second. */
export function areSessionsExpired(tx: Transaction): boolean {
  return expired(tx, 1).length > 0
}

/** Their sockets are closed like those of revoked ones. */
export function expireSessions(tx: Transaction): void {
  for (const { sessionId } of expired(tx, maxExpired)) end(tx, sessionId, 'revoked')
}

function expired(tx: Transaction, limit: number): EndedRow[] {
  const { idleMs, maxMs } = tx.sessionLimits
  return findExpired(tx.db).all(tx.nowMs - idleMs, tx.nowMs - maxMs, limit)
}

function end(tx: Transaction, sessionId: number, reason: Reason): void {
  const ended = deleteOne(tx.db).get(sessionId)
  if (ended === undefined) return
  appendUserEvent(tx, ended.accountId, {
    type: 'session_revoked',
    detail: { sessionId, exceptSessionId: null, reason },
  })
}
