import { nearest } from '../platform/nearest.ts'
import type { Mistake } from './mistake.ts'
import { configOptions, type Option, variablePrefix } from './options.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Override {
  readonly option: Option
  /** As the environment spells it. */
  readonly variable: string
  readonly value: unknown
}

/**
 * Settings in the environment: `CHAT_STACK_HTTP__PORT` is `http.port`; two underscores are the dot. A list is JSON.
 * Variables of ours without two underscores are not settings, unless they look like one with a slip in it.
 */
export function readOverrides(environment: Environment): {
  overrides: readonly Override[]
  mistakes: readonly Mistake[]
} {
  const options = new Map(configOptions().map((option) => [option.variable, option]))
  const overrides: Override[] = []
  const mistakes: Mistake[] = []
  for (const [variable, text] of Object.entries(environment)) {
    if (text === undefined || !variable.toUpperCase().startsWith(variablePrefix)) continue
    const option = options.get(variable.toUpperCase())
    if (option !== undefined) overrides.push({ option, variable, value: typed(text, option) })
    else mistakes.push(...unknownVariable(variable, options))
  }
  return { overrides, mistakes }
}

/** The text itself where the option takes it, else what it is as JSON, else the text, for the mistake to quote. */
function typed(text: string, option: Option): unknown {
  if (option.schema.safeParse(text).success) return text
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? text : value
  } catch {
    // Not JSON: the schema refuses the text, and says what it expected.
    return text
  }
}

function unknownVariable(variable: string, options: ReadonlyMap<string, Option>): readonly Mistake[] {
  const squeezed = (name: string) => name.toUpperCase().replaceAll('_', '')
  const slip = [...options.keys()].find((name) => squeezed(name) === squeezed(variable))
  if (slip === undefined && !variable.slice(variablePrefix.length).includes('__')) return []
  const meant = slip ?? nearest(variable, options.keys())
  const suggestion = meant === undefined ? '' : `; did you mean ${meant}?`
  return [{ place: variable, text: `Expected the variable of an option, got ${variable}${suggestion}` }]
}
