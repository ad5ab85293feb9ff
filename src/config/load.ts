import path from 'node:path'
import { readConfigFile } from './config-file.ts'
import { type Document, parseDocument } from './document.ts'
import { ConfigError, dotted, type Mistake, quoted } from './mistake.ts'
import { type Environment, type Override, readOverrides } from './overrides.ts'
import type { Config } from './schema.ts'
import { isObject, type Problem, validate, valueAt } from './validate.ts'

export interface LoadOptions {
  /** What `--config` named. */
  readonly path?: string | undefined
  readonly env?: Environment
  readonly cwd?: string
}

/** The settings, and where they came from. */
export interface Settings {
  readonly config: Config
  /** Absolute; `null` where there is none and the defaults stand. */
  readonly file: string | null
  /** Variables that replaced what the file or the defaults say. */
  readonly variables: readonly string[]
}

/** Complete, with absolute paths, and frozen. Throws `ConfigError` with everything that is wrong. */
export function loadConfig(options: LoadOptions = {}): Config {
  return loadSettings(options).config
}

/**
 * A config file, if there is one, with the environment's variables on top. Relative paths start at the file's folder;
 * without a file, and in variables, at `cwd`.
 */
export function loadSettings(options: LoadOptions = {}): Settings {
  const { env = process.env, cwd = process.cwd() } = options
  const found = readConfigFile(options.path, env, cwd)
  const document = found === null ? emptyDocument : parseDocument(found.text, nameFrom(cwd, found.file))
  const { overrides, mistakes } = readOverrides(env)
  if (document.value === undefined) throw new ConfigError([...document.mistakes, ...mistakes])

  const settings = withOverrides(document.value, overrides)
  const folder = found === null ? cwd : path.dirname(found.file)
  const isOverridden = (option: string) => overrides.some((override) => override.option.name === option)
  const { config, problems } = validate(settings, (option) => (isOverridden(option) ? cwd : folder))
  const wrong = problems.map((problem) => mistakeOf(problem, settings, placeOf(problem, document, overrides)))
  const all = [...document.mistakes, ...mistakes, ...wrong]
  if (all.length > 0) throw new ConfigError(all)
  return {
    config: deepFreeze(config),
    file: found?.file ?? null,
    variables: overrides.map(({ variable }) => variable),
  }
}

const emptyDocument: Document = { value: {}, mistakes: [], place: () => 'the defaults' }

/** Mistakes name the file as a person would type it. */
function nameFrom(cwd: string, file: string): string {
  const relative = path.relative(cwd, file)
  return relative.startsWith('..') ? file : relative
}

function withOverrides(document: unknown, overrides: readonly Override[]): unknown {
  if (!isObject(document)) return document
  const settings = { ...document }
  for (const { option, value } of overrides) {
    const section = settings[option.section] ?? {}
    if (isObject(section)) settings[option.section] = { ...section, [option.key]: value }
  }
  return settings
}

function placeOf({ path }: Problem, document: Document, overrides: readonly Override[]): string {
  const option = dotted(path.slice(0, 2))
  return overrides.find((override) => override.option.name === option)?.variable ?? document.place(path)
}

function mistakeOf({ path, expected, got }: Problem, settings: unknown, place: string): Mistake {
  const at = dotted(path)
  const value = got ?? quoted(valueAt(settings, path), at)
  return { place, text: `Expected ${expected}, got ${value} at ${at === '' ? 'the top' : at}` }
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) deepFreeze(part)
  return Object.freeze(value)
}
