import { isDeepStrictEqual } from 'node:util'
import { quoted } from '../config/mistake.ts'
import type { Config } from '../config/schema.ts'
import type { ConfigChange } from '../supervisor/operation.ts'

/** What the supervisor itself was made with; all else is its children's, or asked for anew each time. */
const keptUntilStart: ReadonlySet<string> = new Set([
  'log.format',
  'log.files',
  'log.fileBytes',
  'supervisor.onGiveUp',
  'supervisor.watch',
  'supervisor.watchDebounceMs',
])

/** Every option whose value is another one, in the order of the settings. */
export function configChanges(before: Config, after: Config): readonly ConfigChange[] {
  return Object.keys(after).flatMap((section) => {
    const [old, now] = [before, after].map((config) => config[section as keyof Config] as Section)
    return Object.keys({ ...old, ...now })
      .filter((key) => !isDeepStrictEqual(old?.[key], now?.[key]))
      .flatMap((key) =>
        section === 'supervisor' && key === 'children'
          ? childChanges(before.supervisor.children, after.supervisor.children)
          : changeOf(`${section}.${key}`, old?.[key], now?.[key]),
      )
  })
}

type Section = Readonly<Record<string, unknown>> | undefined
type Configured = Config['supervisor']['children'][number]

function changeOf(path: string, from: unknown, to: unknown): ConfigChange {
  const takesEffect = keptUntilStart.has(path) ? 'next start' : 'now'
  return { path, from: quoted(from, path), to: quoted(to, path), takesEffect }
}

/** Programs that came, went or are others, by name. */
function childChanges(before: readonly Configured[], after: readonly Configured[]): readonly ConfigChange[] {
  const names = new Set([...before, ...after].map(({ name }) => name))
  return [...names].flatMap((name) => {
    const [old, now] = [before, after].map((list) => list.find((child) => child.name === name))
    const path = `supervisor.children.${name}`
    if (old === undefined || now === undefined)
      return { path, from: commandOf(old), to: commandOf(now), takesEffect: 'now' as const }
    return Object.keys(now)
      .filter((key) => !isDeepStrictEqual(valueOf(old, key), valueOf(now, key)))
      .map((key) => programChange(`${path}.${key}`, valueOf(old, key), valueOf(now, key)))
  })
}

function commandOf(child: Configured | undefined): string {
  return child === undefined ? 'none' : quoted(child.command, '')
}

function valueOf(child: Configured, key: string): unknown {
  return child[key as keyof Configured]
}

function programChange(path: string, from: unknown, to: unknown): ConfigChange {
  // Variables may hold tokens.
  const shown = (value: unknown) => (path.endsWith('.env') ? 'not shown' : quoted(value, path))
  return { path, from: shown(from), to: shown(to), takesEffect: 'now' }
}
