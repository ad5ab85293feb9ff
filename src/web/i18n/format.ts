/** Times, days and sizes in the reader's language. All times are ms since 1970, shown in the reader's zone. */
export interface Format {
  time(ts: number): string
  /** What a date marker says: the name of the day, then the rest of the date. */
  day(ts: number, nowMs: number): { name: string; rest: string }
  /** In a list: the time today, the weekday this week, else the date. */
  brief(ts: number, nowMs: number): string
  full(ts: number): string
  size(bytes: number): string
}

const dayMs = 86_400_000

export function createFormat(tag: 'en-GB' | 'zh-Hans', words: { today: string; yesterday: string }): Format {
  const weekday = new Intl.DateTimeFormat(tag, { weekday: tag === 'en-GB' ? 'long' : 'short' })
  const shortWeekday = new Intl.DateTimeFormat(tag, { weekday: 'short' })
  const date = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long' })
  const dateWithYear = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', year: 'numeric' })
  const shortDate = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' })
  const megabytes = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const full = new Intl.DateTimeFormat(tag, { dateStyle: 'full' })
  const dateOf = (ts: number, nowMs: number) =>
    (new Date(ts).getFullYear() === new Date(nowMs).getFullYear() ? date : dateWithYear).format(ts)

  return {
    time: clock,
    day(ts, nowMs) {
      const ago = daysBetween(ts, nowMs)
      const name = ago === 0 ? words.today : ago === 1 ? words.yesterday : null
      const [day, calendar] = [weekday.format(ts), dateOf(ts, nowMs)]
      const rest = tag === 'en-GB' ? `${day} ${calendar}` : `${calendar} ${day}`
      if (name !== null) return { name, rest }
      return tag === 'en-GB' ? { name: day, rest: calendar } : { name: calendar, rest: day }
    },
    brief(ts, nowMs) {
      const ago = daysBetween(ts, nowMs)
      if (ago === 0) return clock(ts)
      return ago < 7 ? shortWeekday.format(ts) : shortDate.format(ts)
    },
    full: (ts) => `${full.format(ts)} ${clock(ts)}`,
    size: (bytes) =>
      bytes < 1_000_000
        ? `${Math.max(1, Math.round(bytes / 1000))} KB`
        : `${megabytes.format(bytes / 1_000_000)} MB`,
  }
}

/** Whether both fall on one day of the reader's calendar. */
export function isSameDay(a: number, b: number): boolean {
  return daysBetween(a, b) === 0
}

/** Rounded, since a day of the calendar may have 23 or 25 hours. */
function daysBetween(ts: number, nowMs: number): number {
  return Math.round((startOfDay(nowMs) - startOfDay(ts)) / dayMs)
}

function startOfDay(ts: number): number {
  return new Date(ts).setHours(0, 0, 0, 0)
}

function clock(ts: number): string {
  const date = new Date(ts)
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`
}
