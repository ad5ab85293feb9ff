import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { print, printJson, say } from '../output.ts'
import { settingsOf } from '../settings.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(status)
  examples(command, [['chat-stack migrate status', 'compare the database with this version']])
}

async function status({ json = false }: { json?: boolean }, command: Command): Promise<void> {
  const { config } = await settingsOf(command)
  const { migrationStatus } = await import('../../domain/db/migrate.ts')
  const { path } = config.database
  const { exists, current, latest, pending } = migrationStatus(path)
  if (json) return printJson({ path, exists, current, latest, pending })
  print(exists ? `${path}: version ${current} of ${latest}` : `${path}: not made yet`)
  for (const { version, name } of pending) print(`missing ${version} ${name}`)
  if (pending.length > 0) say('chat-stack migrate applies what is missing.')
}
