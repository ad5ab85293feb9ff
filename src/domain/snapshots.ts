import { accountById } from './accounts.ts'
import { epoch, placeName } from './place.ts'
import { roomsOf } from './room-views.ts'
import type { Snapshot } from './store.ts'
import type { Transaction } from './transaction.ts'

/** `null` where the account is disabled or gone. */
export function snapshotOf(tx: Transaction, userId: number): Snapshot | null {
  const account = accountById(tx, { accountId: userId })
  if (account === null || account.disabledAtMs !== null) return null
  return { epoch: epoch(tx), placeName: placeName(tx), account, rooms: roomsOf(tx, userId) }
}
