import { padEndToWidth, textWidth } from './text-width.ts'

/** Results go to standard output, one line each. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** What is said beside the result goes to standard error, where no script reads it. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Aligned in a terminal's columns, Chinese names included. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const line of tableLines(head, rows)) print(line)
}

/** The same, to be printed later. */
export function tableLines(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map(visible))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => textWidth(row[column] ?? ''))))
  return cells.map((row) =>
    row
      .map((cell, column) => padEndToWidth(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** One thing, fact by fact. */
export function printFacts(facts: Readonly<Record<string, string>>): void {
  const width = Math.max(...Object.keys(facts).map(textWidth))
  for (const [name, fact] of Object.entries(facts)) print(`${padEndToWidth(name, width)}  ${visible(fact)}`)
}

/** What people wrote may hold characters that move a terminal's cursor or hide what follows. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) =>
    character === '\u200d' ? character : '�',
  )
}

/** For people: to the minute, in the local time zone. */
export function localTime(ms: number): string {
  const pad = (part: number) => String(part).padStart(2, '0')
  const at = new Date(ms)
  const date = [at.getFullYear(), pad(at.getMonth() + 1), pad(at.getDate())].join('-')
  return `${date} ${pad(at.getHours())}:${pad(at.getMinutes())}`
}

/** Whoever reads us may stop reading: `chat-stack user list | head -1`. That is no error of ours. */
export function readerLeft(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
  process.exit()
}
