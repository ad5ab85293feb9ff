import { statement } from './db/statement.ts'
import type { Transaction } from './transaction.ts'

/** A batch ends after so many: it holds up the commits behind it. */
export const maxPrunedEvents = 1_000
/** How far a batch looks for the first that may go, over events that a wrong clock has dated. */
const maxLookedAt = 10_000

const eldest = statement<[limit: number], { gid: number; atMs: number }>(
  'SELECT gid, at_ms AS atMs FROM events ORDER BY gid LIMIT ?',
)

const removeUpTo = statement<[gid: number]>('DELETE FROM events WHERE gid <= ?')

/** Which events are old enough to go: those that are older than `keepMs` and were handed to the followers already. */
export interface Pruning {
  keepMs: number
  handedOutGid: number
}

/**
 * The last event that may go now, or `null`. Events go in commit order alone, so that what is left of a room ends with
 * its `last_seq` and has no holes [P-31]. Cheap while the eldest is young.
 */
export function prunableUpTo(tx: Transaction, { keepMs, handedOutGid }: Pruning): number | null {
  const beforeMs = tx.nowMs - keepMs
  let upTo: number | null = null
  let looked = 0
  for (const { gid, atMs } of eldest(tx.db).iterate(maxLookedAt)) {
    if (gid > handedOutGid || (upTo !== null && looked >= maxPrunedEvents)) break
    looked += 1
    // Of an event that seems to come from the future nothing is known but its neighbours: the clock was wrong.
    if (atMs > tx.nowMs) continue
    if (atMs > beforeMs) break
    upTo = gid
  }
  return upTo
}

export function pruneEvents(tx: Transaction, upTo: number): void {
  removeUpTo(tx.db).run(upTo)
}
