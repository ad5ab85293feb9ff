import { dayMs } from '../../test/contracts/place.ts'
import { describeStore } from '../../test/contracts/store.ts'
import { openTestStore, temporaryDatabase } from '../../test/helpers/temporary-database.ts'
import { systemClock } from '../platform/clock.ts'
import { defaultAccountLimits } from './account-limits.ts'

describeStore(async ({ limits } = {}) => {
  const databasePath = await temporaryDatabase()
  let nowMs = Date.now()
  const clock = { ...systemClock, nowMs: () => nowMs, jump: (ms: number) => void (nowMs += ms) }
  const settings = { clock, keepEventsMs: 30 * dayMs, limits: { ...defaultAccountLimits, ...limits } }
  const open = () => openTestStore({ databasePath, ...settings })
  return { store: await open(), clock, beside: open }
})
