import type { ActAction } from './act-action.ts'
import { statement } from './db/statement.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import type { Transaction } from './transaction.ts'

interface Act {
  roomId: number
  /** `null`: the operator. */
  actorId: number | null
  action: ActAction
  targetId?: number
  /** A role, or a message's id: never what was said [P-24]. */
  detail?: string
}

/** Of one room; older ones go, so that quarrels do not fill the disk. */
const maxActs = 10_000

const insertAct = statement<
  [
    roomId: number,
    actorId: number | null,
    action: ActAction,
    targetId: number | null,
    detail: string | null,
    atMs: number,
  ]
>('INSERT INTO audit (room_id, actor_id, action, target_id, detail, at_ms) VALUES (?, ?, ?, ?, ?, ?)')

const dropOldest = statement<[roomId: number, roomId: number, keep: number]>(
  `DELETE FROM audit WHERE room_id = ? AND id <= (
     SELECT id FROM audit WHERE room_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
)

const findActs = statement<[roomId: number, limit: number], QueryResult<'room_audit'>[number]>(
  `SELECT act.at_ms AS atMs, act.action, actor.display_name AS actor, target.display_name AS target, act.detail
   FROM audit AS act
   LEFT JOIN accounts AS actor ON actor.id = act.actor_id
   LEFT JOIN accounts AS target ON target.id = act.target_id
   WHERE act.room_id = +? ORDER BY act.id DESC LIMIT +?`,
)

export function recordAct(tx: Transaction, act: Act): void {
  const { roomId, actorId, action, targetId = null, detail = null } = act
  insertAct(tx.db).run(roomId, actorId, action, targetId, detail, tx.nowMs)
  dropOldest(tx.db).run(roomId, roomId, maxActs)
}

export function roomAudit(
  tx: Transaction,
  { roomId, limit }: QueryInput<'room_audit'>,
): QueryResult<'room_audit'> {
  return findActs(tx.db).all(roomId, limit)
}
