import { dayMs } from '../../test/contracts/place.ts'
import { describeStore } from '../../test/contracts/store.ts'
import { openTestStore, temporaryDatabase } from '../../test/helpers/temporary-database.ts'
import { systemClock } from '../platform/clock.ts'

describeStore(async () => {
  const databasePath = await temporaryDatabase()
  let nowMs = Date.now()
  const clock = { ...systemClock, nowMs: () => nowMs, jump: (ms: number) => void (nowMs += ms) }
  const open = () => openTestStore({ databasePath, clock, keepEventsMs: 30 * dayMs })
  return { store: await open(), clock, beside: open }
})
