import type { InviteView } from '../protocol/views.ts'
import { expectAccount } from './accounts.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import type { QueryResult } from './queries.ts'
import { hashSecret, newSecret } from './secrets.ts'
import type { Transaction } from './transaction.ts'

const insertInvite = statement<
  [hash: Buffer, createdBy: number, nowMs: number, expiresAtMs: number | null, maxUses: number | null]
>(
  `INSERT INTO invites (secret_hash, created_by, created_at_ms, expires_at_ms, max_uses) VALUES (?, ?, ?, ?, ?)`,
)

/** An invite is worth what its maker may do now. */
const useInvite = statement<[hash: Buffer, nowMs: number]>(
  `UPDATE invites SET uses = uses + 1
   WHERE secret_hash = ? AND (expires_at_ms IS NULL OR expires_at_ms > ?) AND (max_uses IS NULL OR uses < max_uses)
     AND EXISTS (SELECT 1 FROM accounts AS maker WHERE maker.id = invites.created_by
                 AND maker.role IN ('owner', 'moderator') AND maker.disabled_at_ms IS NULL)`,
)

interface InviteRow {
  id: number
  createdBy: string
  createdAtMs: number
  expiresAtMs: number | null
  maxUses: number | null
  uses: number
}

const findUsable = statement<[nowMs: number], InviteRow>(
  `SELECT i.id, maker.username AS createdBy, i.created_at_ms AS createdAtMs, i.expires_at_ms AS expiresAtMs,
     i.max_uses AS maxUses, i.uses
   FROM invites AS i JOIN accounts AS maker ON maker.id = i.created_by
   WHERE (i.expires_at_ms IS NULL OR i.expires_at_ms > ?) AND (i.max_uses IS NULL OR i.uses < i.max_uses)
     AND maker.role IN ('owner', 'moderator') AND maker.disabled_at_ms IS NULL
   ORDER BY i.id`,
)

const deleteInvite = statement<[id: number]>('DELETE FROM invites WHERE id = ?')

const deleteOf = statement<[accountId: number]>('DELETE FROM invites WHERE created_by = ?')

export function createInvite(
  tx: Transaction,
  input: CommandInput<'create_invite'>,
): CommandResult<'create_invite'> {
  const { accountId, expiresInMs, maxUses } = input
  const maker = expectAccount(tx, accountId)
  if (maker.role === 'member' || maker.disabledAtMs !== null) throw new DomainError('forbidden')
  const secret = newSecret()
  const expiresAtMs = expiresInMs === null ? null : tx.nowMs + expiresInMs
  const inserted = insertInvite(tx.db).run(hashSecret(secret), accountId, tx.nowMs, expiresAtMs, maxUses)
  const id = Number(inserted.lastInsertRowid)
  const row = { id, createdBy: maker.username, createdAtMs: tx.nowMs, expiresAtMs, maxUses, uses: 0 }
  return { invite: inviteView(row), secret }
}

export function invites(tx: Transaction): QueryResult<'invites'> {
  return findUsable(tx.db).all(tx.nowMs).map(inviteView)
}

export function revokeInvite(tx: Transaction, { inviteId }: CommandInput<'revoke_invite'>): null {
  if (deleteInvite(tx.db).run(inviteId).changes === 0) throw new DomainError('not_found')
  return null
}

/** Whether there was a use left; it is taken. */
export function takeInvite(tx: Transaction, secret: string): boolean {
  return useInvite(tx.db).run(hashSecret(secret), tx.nowMs).changes === 1
}

export function deleteInvitesOf(tx: Transaction, accountId: number): void {
  deleteOf(tx.db).run(accountId)
}

function inviteView({ id, createdBy, createdAtMs, expiresAtMs, maxUses, uses }: InviteRow): InviteView {
  return {
    invite_id: String(id),
    created_by: createdBy,
    created_ts: createdAtMs,
    ...(expiresAtMs === null ? {} : { expires_ts: expiresAtMs }),
    ...(maxUses === null ? {} : { max_uses: maxUses }),
    uses,
  }
}
