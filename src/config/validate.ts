import path from 'node:path'
import type { z } from 'zod'
import { nearest } from '../platform/nearest.ts'
import { childMistakes } from './children.ts'
import { contradictions } from './consistency.ts'
import { dotted, quoted } from './mistake.ts'
import { configSchema } from './schema.ts'

/** A difference between the settings and what they may be. */
export interface Problem {
  readonly path: readonly PropertyKey[]
  readonly expected: string
  /** Where it is not the value at `path` that is wrong. */
  readonly got?: string
}

/**
 * The complete settings, and all that is wrong with them. Where an option is wrong its default stands in, so that
 * contradictions between the others are found in the same go. `baseOf` is the folder that an option's relative path starts at.
 */
export function validate(settings: unknown, baseOf: (option: string) => string) {
  const result = configSchema.safeParse(settings)
  const problems = distinct(result.error?.issues.flatMap(explain) ?? [])
  const { $schema: _, ...parsed } = result.data ?? configSchema.parse(problems.reduce(without, settings))
  const absolute = (option: string, value: string) => path.resolve(baseOf(option), value)
  const config = {
    ...parsed,
    database: { ...parsed.database, path: absolute('database.path', parsed.database.path) },
    images: { ...parsed.images, dir: absolute('images.dir', parsed.images.dir) },
    supervisor: {
      ...parsed.supervisor,
      children: parsed.supervisor.children.map((child) =>
        Object.assign(child, { cwd: absolute('supervisor.children', child.cwd) }),
      ),
    },
  }
  const wrong = new Set(problems.map((problem) => dotted(problem.path.slice(0, 2))))
  for (const { options, expected } of contradictions(config)) {
    if (options.some((option) => wrong.has(option))) continue
    const path = options[0].split('.')
    problems.push({ path, expected, got: quoted(valueAt(config, path), options[0]) })
  }
  if (!wrong.has('supervisor.children'))
    problems.push(...childMistakes(config.supervisor.children, config.supervisor))
  return { config, problems }
}

export function valueAt(settings: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce(
    (part: unknown, step) => (part as Record<PropertyKey, unknown> | undefined)?.[step],
    settings,
  )
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function explain(issue: z.core.$ZodIssue): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key))
  const isGroup = issue.code === 'invalid_type' && issue.expected === 'object'
  return [{ path: issue.path, expected: isGroup ? 'options in braces' : issue.message }]
}

function unknownKey(at: readonly PropertyKey[], key: string): Problem {
  const [section, option] = at
  if (option !== undefined)
    return { path: [...at, key], expected: `an option of ${dotted(at)}`, got: JSON.stringify(key) }
  const meant = nearest(key, namesIn(section))
  const suggestion = meant === undefined ? '' : ` (did you mean ${JSON.stringify(meant)}?)`
  const expected = section === undefined ? 'a section' : `an option of ${String(section)}`
  return { path: [...at, key], expected, got: `${JSON.stringify(key)}${suggestion}` }
}

function namesIn(section: PropertyKey | undefined): readonly string[] {
  if (section === undefined) return Object.keys(configSchema.shape)
  return Object.keys(configSchema.parse({})[section as Exclude<keyof typeof configSchema.shape, '$schema'>])
}

/** A value may fail two checks of the same expectation. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [
    ...new Map(problems.map((problem) => [`${dotted(problem.path)} ${problem.expected}`, problem])).values(),
  ]
}

function without(settings: unknown, { path: [section, key] }: Problem): unknown {
  if (!isObject(settings) || section === undefined) return {}
  const { [String(section)]: part, ...others } = settings
  if (key === undefined || !isObject(part)) return others
  const { [String(key)]: _, ...rest } = part
  return { ...others, [String(section)]: rest }
}
