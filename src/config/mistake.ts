import { ExitError, exitCodes } from '../platform/exit-codes.ts'

/** One thing that is wrong with the settings. */
export interface Mistake {
  /** `chat-stack.json:12`, or the name of an environment variable. */
  readonly place: string
  /** `Expected a port from 0 to 65535, got "70000" at ws.port` */
  readonly text: string
}

/** All that is wrong, at once: whoever mends a file wants to start once, not five times. */
export class ConfigError extends ExitError {
  readonly mistakes: readonly Mistake[]

  constructor(mistakes: readonly Mistake[], options: { cause?: unknown } = {}) {
    super(exitCodes.badConfig, describe(mistakes), options)
    this.mistakes = mistakes
  }
}

/** Options whose values are never shown: in mistakes, in `config print`, anywhere. */
export const secretOptions: readonly string[] = []

/** The variables of configured programs are where their tokens are. */
const holdsVariables = /^supervisor\.children(\[\d+\](\.env\b.*)?)?$/

/** How a mistake quotes what it found. */
export function quoted(value: unknown, option: string): string {
  if (value === undefined) return 'nothing'
  if (secretOptions.includes(option) || holdsVariables.test(option)) return 'a value that is not shown'
  const text = JSON.stringify(value)
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`
}

/** A config for people to see. */
export function withoutSecrets(config: Readonly<Record<string, object>>): Record<string, object> {
  const shown = (section: string, options: object) =>
    Object.entries(options).map(([key, value]) => [
      key,
      secretOptions.includes(`${section}.${key}`) ? notShown : withoutVariables(value),
    ])
  return Object.fromEntries(
    Object.entries(config).map(([section, options]) => [
      section,
      Object.fromEntries(shown(section, options)),
    ]),
  )
}

const notShown = '(not shown)'

/** A list of programs keeps the names of their variables. */
function withoutVariables(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !('env' in entry)) return entry
    return {
      ...entry,
      env: Object.fromEntries(Object.keys(entry.env as object).map((key) => [key, notShown])),
    }
  })
}

/** `["ws", "allowedOrigins", 0]` is written `ws.allowedOrigins[0]`. */
export function dotted(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
}

function describe(mistakes: readonly Mistake[]): string {
  const [first] = mistakes
  if (mistakes.length === 1 && first !== undefined) return `${first.text} (${first.place})`
  const lines = mistakes.map(({ place, text }) => `\n  ${place}: ${text}`)
  return `Expected settings without mistakes, got ${mistakes.length}:${lines.join('')}`
}
