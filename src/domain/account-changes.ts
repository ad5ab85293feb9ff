import type { AccountRole } from '../protocol/values.ts'
import type { Account } from './account.ts'
import { expectAccount, expectEnabled } from './accounts.ts'
import type { CommandInput } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { appendRoomEvent, appendUserEvent } from './events.ts'
import { appointHeirs } from './heirs.ts'
import { joinDefaultRoom, roomIdsOf, setDefaultRoomRole } from './memberships.ts'
import { refuseWithoutOwner } from './owners.ts'
import { endSessions } from './session-ends.ts'
import type { Transaction } from './transaction.ts'
import { foldName, type UsernameForms, usernameForms, usernameTaken } from './usernames.ts'

const findTaken = statement<[folded: string, skeleton: string], { id: number }>(
  'SELECT id FROM accounts WHERE username_folded = ? OR username_skeleton = ?',
)

const insertAccount = statement<
  [
    username: string,
    folded: string,
    skeleton: string,
    displayName: string,
    displayNameFolded: string,
    role: AccountRole,
    passwordHash: string,
    nowMs: number,
  ]
>(
  `INSERT INTO accounts
     (username, username_folded, username_skeleton, display_name, display_name_folded, role, password_hash, created_at_ms)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
)

const findPasswordHash = statement<[id: number], string>('SELECT password_hash FROM accounts WHERE id = ?')

const updatePassword = statement<[hash: string, id: number]>(
  'UPDATE accounts SET password_hash = ? WHERE id = ?',
)

const updateDisplayName = statement<[displayName: string, folded: string, id: number]>(
  'UPDATE accounts SET display_name = ?, display_name_folded = ? WHERE id = ?',
)

const updateRole = statement<[role: AccountRole, id: number]>('UPDATE accounts SET role = ? WHERE id = ?')

const updateDisabled = statement<[disabledAtMs: number | null, id: number]>(
  'UPDATE accounts SET disabled_at_ms = ? WHERE id = ?',
)

/** Everybody who joins the place joins its default room in the same transaction. */
export function addAccount(tx: Transaction, input: CommandInput<'add_account'>): Account {
  const forms = usernameForms(input.username)
  if (isTaken(tx, forms)) throw usernameTaken(input.username)
  const displayName = input.displayName ?? forms.username
  const inserted = insertAccount(tx.db).run(
    forms.username,
    forms.folded,
    forms.skeleton,
    displayName,
    foldName(displayName),
    input.role,
    input.passwordHash,
    tx.nowMs,
  )
  const accountId = Number(inserted.lastInsertRowid)
  joinDefaultRoom(tx, accountId, input.role)
  return expectAccount(tx, accountId)
}

export function setPassword(tx: Transaction, input: CommandInput<'set_password'>): Account {
  const { accountId, provenHash } = input
  const account = expectAccount(tx, accountId)
  if (provenHash !== null && findPasswordHash(tx.db).pluck().get(accountId) !== provenHash)
    throw new DomainError('invalid_credentials')
  updatePassword(tx.db).run(input.passwordHash, account.id)
  endSessions(tx, { accountId: account.id, exceptSessionId: input.exceptSessionId, reason: 'password' })
  return account
}

export function setDisplayName(tx: Transaction, input: CommandInput<'set_display_name'>): Account {
  const { accountId, displayName } = input
  expectEnabled(tx, accountId)
  const before = expectAccount(tx, accountId)
  if (before.displayName === displayName) return before
  updateDisplayName(tx.db).run(displayName, foldName(displayName), accountId)
  appendUserEvent(tx, accountId, { type: 'profile_changed' })
  for (const roomId of roomIdsOf(tx, accountId)) {
    const detail = { userId: accountId, change: 'renamed', by: null } as const
    appendRoomEvent(tx, roomId, { type: 'member_changed', detail })
  }
  return expectAccount(tx, accountId)
}

export function setRole(tx: Transaction, { accountId, role }: CommandInput<'set_role'>): Account {
  const before = expectAccount(tx, accountId)
  if (before.role === role) return before
  updateRole(tx.db).run(role, accountId)
  refuseWithoutOwner(tx, before)
  setDefaultRoomRole(tx, accountId, role)
  appendUserEvent(tx, accountId, { type: 'profile_changed' })
  return expectAccount(tx, accountId)
}

export function setDisabled(tx: Transaction, input: CommandInput<'set_disabled'>): Account {
  const { accountId, disabled } = input
  const before = expectAccount(tx, accountId)
  if ((before.disabledAtMs !== null) === disabled) return before
  updateDisabled(tx.db).run(disabled ? tx.nowMs : null, accountId)
  refuseWithoutOwner(tx, before)
  if (disabled) endSessions(tx, { accountId, exceptSessionId: null, reason: 'disabled' })
  appointHeirs(tx, accountId)
  return expectAccount(tx, accountId)
}

/** Also for one that looks like it: fullwidth letters fold together, Cyrillic ones share a skeleton. */
function isTaken(tx: Transaction, forms: UsernameForms): boolean {
  return findTaken(tx.db).get(forms.folded, forms.skeleton) !== undefined
}
