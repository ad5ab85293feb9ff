import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { settingsOf } from '../settings.ts'

export function define(command: Command): void {
  command.option('--dry-run', 'say what would be done, and change nothing').action(up)
  examples(command, [
    ['chat-stack migrate', 'apply what is missing'],
    ['chat-stack migrate --dry-run', 'see what that would be'],
  ])
}

async function up({ dryRun = false }: { dryRun?: boolean }, command: Command): Promise<void> {
  const { config } = await settingsOf(command)
  const { migrate } = await import('../../domain/db/migrate.ts')
  const { applied, copyPath, from, to } = await migrate(config.database.path, { dryRun })
  if (applied.length === 0) return print(`Nothing to do: ${config.database.path} is at version ${to}.`)
  for (const { version, name } of applied) print(`${dryRun ? 'would apply' : 'applied'} ${version} ${name}`)
  if (copyPath !== null) print(`The database as it was is kept at ${copyPath}`)
  print(`${config.database.path}: version ${from} → ${to}${dryRun ? ', not done (--dry-run)' : ''}`)
}
