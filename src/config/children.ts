import { z } from 'zod'
import { quoted } from './mistake.ts'
import { folderOrFile, milliseconds, oneOf } from './values.ts'

const maxChildren = 32

/** Names that the stack's own parts have in logs and in `status`. */
const takenNames: readonly string[] = ['http', 'ws', 'web', 'supervisor']

/** What a program may wait for. */
const servers: readonly string[] = ['http', 'ws']

const text = (expected: string) => z.string(expected).refine((value) => !value.includes('\0'), expected)
const texts = z.array(text('a text'), 'a list of texts')
const name = z
  .string('a name of small letters, digits and hyphens, at most 32')
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'a name of small letters, digits and hyphens, at most 32')

const readyProbe = z.union(
  [
    z.strictObject({ url: z.url({ protocol: /^https?$/, error: 'an address of http:// or https://' }) }),
    z.strictObject({ afterMs: milliseconds }),
  ],
  '{"url": "http://…"}, {"afterMs": milliseconds} or null',
)

const child = z.strictObject(
  {
    name: name.describe('What logs and status call it.'),
    command: text('a program')
      .min(1, 'a program')
      .describe('The program: a path, or a name to be found on the PATH.'),
    args: texts.default([]).describe('Its arguments; no shell reads them.'),
    env: z
      .record(z.string(), text('a text'), 'variables in braces')
      .default({})
      .describe("Variables on top of the supervisor's own. Their values are never shown."),
    cwd: folderOrFile
      .default('.')
      .describe("Its working directory. Relative paths start at the config file's folder."),
    restart: oneOf(['always', 'on-failure', 'never']).default('always').describe('When it is started again.'),
    readyProbe: readyProbe
      .nullable()
      .default(null)
      .describe('Ready when the address answers well, or when it has run for so long. Default: 100 ms.'),
    dependsOn: texts.default([]).describe('What has to be ready before it is started.'),
  },
  'a program in braces',
)

/** `supervisor.children`: programs besides the servers, such as assistants and bridges. */
export const children = z
  .array(child, 'a list of programs such as [{"name": "bridge", "command": "./bridge"}]')
  .max(maxChildren, `a list of at most ${maxChildren} programs`)

export type ConfiguredChild = z.output<typeof child>

/** A mistake below `supervisor.children` that only shows when the children are seen together. */
export interface ChildMistake {
  readonly path: readonly PropertyKey[]
  readonly expected: string
  readonly got: string
}

export function childMistakes(
  list: readonly ConfiguredChild[],
  { readyTimeoutMs }: { readyTimeoutMs: number },
): readonly ChildMistake[] {
  const names = list.map((child) => child.name)
  const known = new Set([...servers, ...names])
  const mistakes = list.flatMap((child, index) => [
    ...nameMistakes(child.name, index, names),
    ...probeMistakes(child.readyProbe, index, readyTimeoutMs),
    ...child.dependsOn.flatMap((wanted, at) => {
      if (known.has(wanted)) return []
      const expected = `one of ${[...known].join(', ')}`
      return [{ path: pathTo(index, 'dependsOn', at), expected, got: quoted(wanted, '') }]
    }),
  ])
  return mistakes.length > 0 ? mistakes : circleMistakes(list)
}

function nameMistakes(name: string, index: number, names: readonly string[]): ChildMistake[] {
  const path = pathTo(index, 'name')
  const got = quoted(name, '')
  if (takenNames.includes(name))
    return [{ path, expected: `another name than ${takenNames.join(', ')}`, got }]
  return names.indexOf(name) < index ? [{ path, expected: 'a name that no other child has', got }] : []
}

function probeMistakes(
  probe: ConfiguredChild['readyProbe'],
  index: number,
  readyTimeoutMs: number,
): ChildMistake[] {
  if (probe === null || !('afterMs' in probe) || probe.afterMs < readyTimeoutMs) return []
  const expected = `less than supervisor.readyTimeoutMs (${readyTimeoutMs})`
  return [{ path: pathTo(index, 'readyProbe', 'afterMs'), expected, got: String(probe.afterMs) }]
}

function circleMistakes(list: readonly ConfiguredChild[]): ChildMistake[] {
  const circle = findCircle(new Map(list.map((child) => [child.name, child.dependsOn])))
  if (circle === null) return []
  const path = pathTo(
    list.findIndex((child) => child.name === circle[0]),
    'dependsOn',
  )
  return [{ path, expected: 'children that do not wait for each other', got: circle.join(' → ') }]
}

/** `['a', 'b', 'a']`: a waits for b, which waits for a. */
function findCircle(dependencies: ReadonlyMap<string, readonly string[]>): string[] | null {
  const harmless = new Set<string>()
  const walk = (name: string, way: readonly string[]): string[] | null => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name]
    if (harmless.has(name)) return null
    for (const wanted of dependencies.get(name) ?? []) {
      const circle = walk(wanted, [...way, name])
      if (circle !== null) return circle
    }
    harmless.add(name)
    return null
  }
  for (const name of dependencies.keys()) {
    const circle = walk(name, [])
    if (circle !== null) return circle
  }
  return null
}

function pathTo(index: number, ...rest: PropertyKey[]): readonly PropertyKey[] {
  return ['supervisor', 'children', index, ...rest]
}
