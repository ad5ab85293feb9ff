import { createWriteStream, existsSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Database } from 'better-sqlite3'
import type { Command } from 'commander'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { nearest } from '../platform/nearest.ts'
import { examples } from './examples.ts'
import { settingsOf } from './settings.ts'

export function define(command: Command): void {
  command
    .option('--room <name>', 'one room, by its name or id (default: all, private ones too)')
    .option('-o, --output <file>', 'a new file for its owner alone (default: standard output)')
    .action(writeExport)
  examples(command, [
    ['chat-stack export --output chat.jsonl', 'everything; pictures by the names of their files'],
    [
      'chat-stack export --room Kitchen | jq -r \'select(.type == "message").message.text\'',
      'what was said there',
    ],
  ])
}

interface Options {
  readonly room?: string
  readonly output?: string
}

async function writeExport({ room, output }: Options, command: Command): Promise<void> {
  const { config } = await settingsOf(command)
  const { openDatabase } = await import('../domain/db/open.ts')
  const { expectCurrentSchema } = await import('../domain/db/migrations.ts')
  const { exportedLines } = await import('../domain/export.ts')
  const db = openDatabase(config.database.path, 'read')
  try {
    expectCurrentSchema(db, config.database.path)
    const roomId = room === undefined ? null : findRoom(db, room)
    const { sessionIdleMs: idleMs, sessionMaxMs: maxMs } = config.auth
    const accountLimits = config.limits
    const tx = { db, nowMs: Date.now(), sessionLimits: { idleMs, maxMs }, accountLimits }
    const target = output === undefined ? process.stdout : newFile(output)
    // Standard output stays open for whoever comes next.
    await pipeline(Readable.from(exportedLines(tx, roomId)), target, {
      end: output !== undefined,
    })
  } finally {
    db.close()
  }
}

function newFile(output: string) {
  const file = path.resolve(output)
  if (existsSync(file)) throw new ExitError(exitCodes.error, `${file} is there already.`)
  return createWriteStream(file, { flags: 'wx', mode: 0o600 })
}

function findRoom(db: Database, wanted: string): number {
  const rooms = db.prepare<[], { id: number; name: string }>('SELECT id, name FROM rooms ORDER BY id').all()
  const found = rooms.filter(({ id, name }) => name === wanted || String(id) === wanted)
  const [only] = found
  if (only !== undefined && found.length === 1) return only.id
  const names = rooms.map(({ name }) => name)
  const meant = nearest(wanted, names)
  throw new ExitError(
    exitCodes.error,
    found.length > 1
      ? `Expected one room, ${found.length} are called ${JSON.stringify(wanted)}: ids ${found.map(({ id }) => id).join(', ')}.`
      : `Expected the name or id of a room, got ${JSON.stringify(wanted)}.`,
    {
      next:
        meant === undefined || found.length > 1
          ? 'chat-stack room list --json shows them all.'
          : `Did you mean ${meant}?`,
    },
  )
}
