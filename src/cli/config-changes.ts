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
      .map((key) => changeOf(`${section}.${key}`, old?.[key], now?.[key]))
  })
}

type Section = Readonly<Record<string, unknown>> | undefined

function changeOf(path: string, from: unknown, to: unknown): ConfigChange {
  // Their variables may hold tokens; and programs come and go with the stack.
  if (path === 'supervisor.children')
    return {
      path,
      from: namesOf(from),
      to: namesOf(to),
      takesEffect: namesOf(from) === namesOf(to) ? 'now' : 'next start',
    }
  const takesEffect = keptUntilStart.has(path) ? 'next start' : 'now'
  return { path, from: quoted(from, path), to: quoted(to, path), takesEffect }
}

function namesOf(children: unknown): string {
  return Array.isArray(children) ? children.map(({ name }) => String(name)).join(', ') || 'none' : 'none'
}
