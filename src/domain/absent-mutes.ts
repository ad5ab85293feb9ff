import { statement } from './db/statement.ts'
import type { Transaction } from './transaction.ts'

/** [P-63] A mute goes with the membership that has it, and comes back with it: nobody ends it by leaving. */

const find = statement<[roomId: number, accountId: number], { roomId: number }>(
  'SELECT room_id AS roomId FROM absent_mutes WHERE room_id = ? AND account_id = ?',
)

const insert = statement<[roomId: number, accountId: number]>(
  'INSERT INTO absent_mutes (room_id, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
)

const remove = statement<[roomId: number, accountId: number]>(
  'DELETE FROM absent_mutes WHERE room_id = ? AND account_id = ?',
)

export function isMutedOnReturn(tx: Transaction, roomId: number, accountId: number): boolean {
  return find(tx.db).get(roomId, accountId) !== undefined
}

export function keepMute(tx: Transaction, roomId: number, accountId: number): void {
  insert(tx.db).run(roomId, accountId)
}

export function forgetMute(tx: Transaction, roomId: number, accountId: number): void {
  remove(tx.db).run(roomId, accountId)
}
