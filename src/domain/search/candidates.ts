import { statement } from '../db/statement.ts'
import type { Transaction } from '../transaction.ts'

/** A message that the index names, and whether the searcher may see it. */
export interface Candidate {
  messageId: number
  roomId: number
  createdAtMs: number
  text: string
  isMember: number
}

/** Membership is looked up with the message, in the same moment. CROSS: the index leads, whatever the planner thinks. */
const findCandidates = statement<[accountId: number, expression: string, belowId: number], Candidate>(
  `SELECT m.id AS messageId, m.room_id AS roomId, m.created_at_ms AS createdAtMs, m.text,
     EXISTS (SELECT 1 FROM memberships AS member WHERE member.room_id = m.room_id AND member.account_id = +?) AS isMember
   FROM search_index AS found CROSS JOIN messages AS m ON m.id = found.rowid
   WHERE found.search_index MATCH ? AND found.rowid < ? ORDER BY found.rowid DESC`,
)

/** The newest first, read one by one: whoever has enough stops. */
export function candidates(
  tx: Transaction,
  at: { accountId: number; expression: string; belowId: number },
): IterableIterator<Candidate> {
  return findCandidates(tx.db).iterate(at.accountId, at.expression, at.belowId)
}
