import { recordAct } from './audit.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { appendRoomEvent } from './events.ts'
import { expectRank, ranks } from './ranks.ts'
import { type Access, refuseArchived, standingOf } from './room-access.ts'
import { freeName } from './rooms.ts'
import type { Transaction } from './transaction.ts'

const findRoom = statement<[roomId: number], { name: string; topic: string }>(
  'SELECT name, topic FROM rooms WHERE id = ?',
)

const updateNames = statement<
  [name: string, folded: string, skeleton: string, topic: string, roomId: number]
>('UPDATE rooms SET name = ?, name_folded = ?, name_skeleton = ?, topic = ? WHERE id = ?')

const setArchived = statement<[atMs: number | null, roomId: number]>(
  'UPDATE rooms SET archived_at_ms = ? WHERE id = ?',
)

/** [P-22] What is so already changes nothing. */
export function updateRoom(
  tx: Transaction,
  input: CommandInput<'update_room'>,
): CommandResult<'update_room'> {
  const { accountId, roomId } = input
  const { access } = expectRank(tx, { roomId, accountId, least: ranks.roomModerator })
  const before = findRoom(tx.db).get(roomId)
  if (before === undefined) throw new DomainError('not_found')
  const { name, topic } = { name: input.name ?? before.name, topic: input.topic ?? before.topic }
  if (name === before.name && topic === before.topic) return before
  refuseArchived(access)
  const { folded, skeleton } = freeName(tx, name, roomId)
  updateNames(tx.db).run(name, folded, skeleton, topic, roomId)
  appendRoomEvent(tx, roomId, { type: 'room_updated' })
  recordAct(tx, { roomId, actorId: accountId, action: 'update' })
  return { name, topic }
}

/** Nothing goes: it can be read by its members, and brought back. An open room keeps its name to itself meanwhile. */
export function archiveRoom(tx: Transaction, input: CommandInput<'archive_room'>): null {
  const { accountId, roomId, on } = input
  const { isDefault, kind, archivedAtMs } = expectKeeper(tx, accountId, roomId)
  if (isDefault === 1 || kind === 'direct') throw new DomainError('forbidden')
  if ((archivedAtMs !== null) === on) return null
  setArchived(tx.db).run(on ? tx.nowMs : null, roomId)
  appendRoomEvent(tx, roomId, { type: 'room_updated' })
  recordAct(tx, { roomId, actorId: accountId, action: on ? 'archive' : 'unarchive' })
  return null
}

function expectKeeper(tx: Transaction, accountId: number | null, roomId: number): Access {
  if (accountId === null) return standingOf(tx, roomId, 0)
  return expectRank(tx, { roomId, accountId, least: ranks.roomOwner }).access
}
