import { existsSync, statSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { localTime } from '../output.ts'
import { type Finding, ok, problem, warning } from './finding.ts'

/** Before this was written no machine ran it. */
const firstPossibleMs = Date.UTC(2026, 0)
/** What network time corrects in passing. */
const toleratedMs = 300_000

/** Order never rests on the clock, but sessions, invites and what people read do. */
export function checkClock({ database }: Config, nowMs = Date.now()): Finding[] {
  const mend = 'Set the clock, and let NTP keep it: timedatectl set-ntp true'
  if (nowMs < firstPossibleMs)
    return [problem('clock', `It says ${localTime(nowMs)}, which is long ago`, mend)]
  const writtenMs = existsSync(database.path) ? statSync(database.path).mtimeMs : 0
  if (writtenMs <= nowMs + toleratedMs) return [ok('clock', localTime(nowMs))]
  const fact = `It says ${localTime(nowMs)}, but the database was written at ${localTime(writtenMs)}`
  return [warning('clock', fact, mend)]
}
