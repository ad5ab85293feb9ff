import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import type { Restored } from '../domain/backup/restore-backup.ts'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { examples } from './examples.ts'
import { print, printJson, say } from './output.ts'
import { startProgress } from './progress.ts'
import { settingsOf } from './settings.ts'

export function define(command: Command): void {
  command
    .argument('<file>', 'what chat-stack backup has made')
    .option('--end-sessions', 'log everybody out, also those whose log-in was ended after the backup')
    .option('--json', 'what was restored, as JSON')
    .action(restore)
  examples(command, [
    ['chat-stack restore data/backups/chat-stack-20260131T040000Z.tar', 'what is there now is kept first'],
  ])
}

interface Options {
  readonly endSessions?: boolean
  readonly json?: boolean
}

async function restore(file: string, options: Options, command: Command): Promise<void> {
  if (!existsSync(file)) throw new ExitError(exitCodes.error, `There is no file ${path.resolve(file)}.`)
  const { config } = await settingsOf(command)
  const { restoreBackup } = await import('../domain/backup/restore-backup.ts')
  const { productVersion } = await import('../platform/package.ts')
  const { acquireLock } = await import('../supervisor/lock.ts')
  const { makeRunDirectory, runDirectory } = await import('../supervisor/run-directory.ts')
  const directory = runDirectory(config.database.path)
  makeRunDirectory(directory)
  // Held until the end, so that nothing starts in the middle.
  const lock = acquireLock(directory)
  const progress = startProgress('files')
  try {
    const restored = await restoreBackup({
      archivePath: path.resolve(file),
      databasePath: config.database.path,
      imagesDir: config.images.dir,
      product: productVersion(),
      nowMs: Date.now(),
      endSessions: options.endSessions ?? false,
      onProgress: (files) => progress.show(String(files)),
    })
    progress.end()
    if (options.json === true) printJson(restored)
    else tell(restored, config.database.path)
  } finally {
    progress.end()
    lock.release()
  }
}

function tell({ schema, counts, copyPath }: Restored, databasePath: string): void {
  const { accounts, rooms, messages, pictures } = counts
  print(`${databasePath}: ${messages} messages in ${rooms} rooms of ${accounts} people, ${pictures} pictures`)
  if (copyPath !== null) say(`What was there before is kept at ${copyPath}`)
  say(`Schema ${schema}; chat-stack start brings it to this version. Clients load everything anew.`)
}
