import { stripVTControlCharacters } from 'node:util'
import type { ChalkInstance } from 'chalk'

export type LineLevel = 'debug' | 'info' | 'warn' | 'error'

/** One line of the log, whoever wrote it. */
export interface LogLine {
  readonly timeMs: number
  readonly level: LineLevel
  readonly name: string
  readonly event: string
  readonly fields: Readonly<Record<string, unknown>>
}

const levels: ReadonlySet<unknown> = new Set<LineLevel>(['debug', 'info', 'warn', 'error'])

/** A child's line, or `null` for output that is not one: JSON with an event and a level. */
export function parseLogLine(text: string, name: string): LogLine | null {
  if (!text.startsWith('{')) return null
  const parsed = parseJson(text)
  if (typeof parsed !== 'object' || parsed === null) return null
  const { time, level, event, name: _name, pid: _pid, ...fields } = parsed as Record<string, unknown>
  if (typeof event !== 'string' || typeof time !== 'number' || !levels.has(level)) return null
  return { timeMs: time, level: level as LineLevel, name, event, fields }
}

/** What `jsonLine` made; `null` for anything else, such as the half line that a power cut leaves. */
export function parseStoredLine(json: string): LogLine | null {
  const parsed = parseJson(json)
  if (typeof parsed !== 'object' || parsed === null) return null
  const { time, level, name, event, ...fields } = parsed as Record<string, unknown>
  if (typeof event !== 'string' || typeof name !== 'string' || typeof time !== 'number' || !levels.has(level))
    return null
  return { timeMs: time, level: level as LineLevel, name, event, fields }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** One JSON object, on one line. */
export function jsonLine({ timeMs, level, name, event, fields }: LogLine): string {
  return escapeControls(JSON.stringify({ time: timeMs, level, name, event, ...fields }))
}

export interface PrettyStyle {
  readonly chalk: ChalkInstance
  /** Width of the column of names. */
  readonly nameWidth: number
  /** A colour for each name. */
  readonly colourOf: (name: string) => (text: string) => string
}

/** `09:07:44.123  http        listening  address=127.0.0.1:7222`; stacks follow, indented. */
export function prettyLine(line: LogLine, { chalk, nameWidth, colourOf }: PrettyStyle): string {
  const time = chalk.dim(clockTime(line.timeMs))
  const name = colourOf(line.name)(printable(line.name).padEnd(nameWidth))
  const level = levelWord(line.level, chalk)
  if (line.event === 'output' && typeof line.fields.text === 'string') {
    const [first = '', ...rest] = line.fields.text.split('\n')
    return [`${time}  ${name}  ${level}  ${printable(first)}`, ...rest.map((row) => indent(row))].join('\n')
  }
  const { text, stacks } = prettyFields(line.fields, chalk)
  const event = line.level === 'debug' ? chalk.dim(printable(line.event)) : printable(line.event)
  const head = `${time}  ${name}  ${level}  ${event}${text}`
  return [head, ...stacks.map((stack) => chalk.dim(indent(stack)))].join('\n')
}

function clockTime(timeMs: number): string {
  const date = new Date(timeMs)
  const two = (value: number) => String(value).padStart(2, '0')
  const seconds = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
  return `${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

function levelWord(level: LineLevel, chalk: ChalkInstance): string {
  if (level === 'error') return chalk.red('error')
  return level === 'warn' ? chalk.yellow('warn ') : '     '
}

function prettyFields(fields: LogLine['fields'], chalk: ChalkInstance): { text: string; stacks: string[] } {
  const stacks: string[] = []
  const text = Object.entries(fields).map(([key, value]) => {
    if (isError(value)) {
      stacks.push(value.stack)
      return `  ${chalk.dim(`${key}=`)}${chalk.red(printable(value.message))}`
    }
    return `  ${chalk.dim(`${printable(key)}=`)}${printable(plainValue(value))}`
  })
  return { text: text.join(''), stacks }
}

function isError(value: unknown): value is { message: string; stack: string } {
  if (typeof value !== 'object' || value === null) return false
  const { message, stack } = value as Record<string, unknown>
  return typeof message === 'string' && typeof stack === 'string'
}

function plainValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined')
}

function indent(stack: string): string {
  return stack
    .split('\n')
    .map((row) => `              ${printable(row)}`)
    .join('\n')
}

/**
 * Colours are taken out, and every other control or direction character but those in `kept` made visible: none may
 * steer a terminal.
 */
export function printable(text: string, kept = ''): string {
  return escapeControls(stripVTControlCharacters(text), kept)
}

/** The C0 and C1 sets but the tab, DEL, line separators, and what turns the writing direction. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

function escapeControls(text: string, kept = ''): string {
  return text.replace(controls, (found) =>
    kept.includes(found) ? found : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
