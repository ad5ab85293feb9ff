import { readdirSync, readFileSync } from 'node:fs'

/** What a kind of thread has used of the processor, in seconds. */
export interface CpuTime {
  user: number
  system: number
}

/** The kernel counts a thread's time in hundredths of a second, whatever its own clock (proc(5), USER_HZ). */
const ticksPerSecond = 100

/** The process's threads, by the name that each has: those of one name together. Empty where there is no /proc. */
export function threadTimes(pid: number): Map<string, CpuTime> {
  const times = new Map<string, CpuTime>()
  for (const text of statsOf(pid)) {
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))
    // Of the fields behind the name, the 12th and 13th.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const { user, system } = times.get(name) ?? { user: 0, system: 0 }
    times.set(name, {
      user: user + Number(fields[11]) / ticksPerSecond,
      system: system + Number(fields[12]) / ticksPerSecond,
    })
  }
  return times
}

export function timesSince(before: Map<string, CpuTime>, now: Map<string, CpuTime>): Map<string, CpuTime> {
  const none = { user: 0, system: 0 }
  return new Map(
    Array.from(now, ([name, { user, system }]) => {
      const past = before.get(name) ?? none
      return [name, { user: user - past.user, system: system - past.system }]
    }),
  )
}

function statsOf(pid: number): string[] {
  try {
    const tasks = `/proc/${pid}/task`
    return readdirSync(tasks).map((task) => readFileSync(`${tasks}/${task}/stat`, 'utf8'))
  } catch {
    // Another system than Linux tells nothing of threads.
    return []
  }
}
