import { existsSync, statSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import path from 'node:path'
import type { Command } from 'commander'
import { examples } from './examples.ts'
import { interruption } from './interruption.ts'
import { print, printJson, say } from './output.ts'
import { startProgress } from './progress.ts'
import { settingsOf } from './settings.ts'

export function define(command: Command): void {
  command
    .option('-o, --output <path>', 'the archive, or a folder for it (default: backups beside the database)')
    .option('--json', 'what was made, as JSON')
    .action(backup)
  examples(command, [
    ['chat-stack backup', 'the database and its pictures, in one file; the servers may run'],
    ['chat-stack backup --output /mnt/backups', 'on another disk, where it is safer'],
  ])
}

interface Options {
  readonly output?: string
  readonly json?: boolean
}

async function backup({ output, json = false }: Options, command: Command): Promise<void> {
  const { config } = await settingsOf(command)
  const { makeBackup } = await import('../domain/backup/make-backup.ts')
  const { momentName } = await import('../domain/db/copies.ts')
  const { productVersion } = await import('../platform/package.ts')
  const nowMs = Date.now()
  const databasePath = config.database.path
  // Chat comes first.
  setPriority(constants.priority.PRIORITY_LOW)
  const progress = startProgress('pictures')
  const made = await makeBackup({
    databasePath,
    imagesDir: config.images.dir,
    target: targetOf(output, databasePath, `chat-stack-${momentName(nowMs)}.tar`),
    product: productVersion(),
    nowMs,
    signal: interruption(),
    onProgress: (done, total) => progress.show(`${done} of ${total}`),
  }).finally(() => progress.end())
  if (json) return printJson(made)
  print(made.path)
  say(
    `Schema ${made.schema}, ${made.pictures} picture files, ${made.bytes} bytes. It holds password hashes: keep it safe.`,
  )
  if (made.missing > 0)
    say(`${made.missing} picture files were not there: deleted while the backup was made, or lost before.`)
}

function targetOf(output: string | undefined, databasePath: string, name: string): string {
  const given = output === undefined ? path.join(path.dirname(databasePath), 'backups') : path.resolve(output)
  const isFolder =
    output === undefined || output.endsWith(path.sep) || (existsSync(given) && statSync(given).isDirectory())
  return isFolder ? path.join(given, name) : given
}
