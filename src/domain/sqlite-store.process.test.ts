import { describeStore } from '../../test/contracts/store.ts'
import { openTestStore, temporaryDatabase } from '../../test/helpers/temporary-database.ts'
import { systemClock } from '../platform/clock.ts'

describeStore(async () => {
  const databasePath = await temporaryDatabase()
  let nowMs = Date.now()
  const clock = { ...systemClock, nowMs: () => nowMs, jump: (ms: number) => void (nowMs += ms) }
  const store = await openTestStore({ databasePath, clock })
  return { store, clock, beside: () => openTestStore({ databasePath, clock }) }
})
