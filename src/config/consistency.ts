import path from 'node:path'
import type { Config } from './schema.ts'

/** Two settings that are fine alone and wrong together. */
export interface Contradiction {
  /** The option that the mistake is reported at, and whatever else it depends on. */
  readonly options: readonly [string, ...string[]]
  readonly expected: string
}

/** What the schema cannot see, since it looks at one option at a time. Paths are absolute here. */
export function contradictions(config: Config): readonly Contradiction[] {
  const { http, ws, auth, supervisor } = config
  const found: Contradiction[] = []
  const refuse = (isWrong: boolean, expected: string, ...options: Contradiction['options']) => {
    if (isWrong) found.push({ options, expected })
  }
  refuse(http.port === ws.port && ws.port !== 0, 'another port than http.port', 'ws.port', 'http.port')
  refuse(
    isScheme(http.publicUrl, 'https:') && isScheme(ws.publicUrl, 'ws:'),
    'a wss:// address, since browsers refuse ws:// in a page of https://',
    'ws.publicUrl',
    'http.publicUrl',
  )
  refuse(
    auth.sessionIdleMs > auth.sessionMaxMs,
    `at most auth.sessionMaxMs (${auth.sessionMaxMs})`,
    'auth.sessionIdleMs',
    'auth.sessionMaxMs',
  )
  refuse(
    supervisor.backoffMinMs > supervisor.backoffMaxMs,
    `at most supervisor.backoffMaxMs (${supervisor.backoffMaxMs})`,
    'supervisor.backoffMinMs',
    'supervisor.backoffMaxMs',
  )
  refuse(
    isWithin(config.database.path, config.images.dir),
    'a file outside images.dir, whose files are swept',
    'database.path',
    'images.dir',
  )
  return found
}

function isScheme(url: string | null, protocol: string): boolean {
  return url !== null && new URL(url).protocol === protocol
}

function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file)
  return !relative.startsWith('..') && !path.isAbsolute(relative)
}
