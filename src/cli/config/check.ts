import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { print, printFacts } from '../output.ts'
import { settingsOf } from '../settings.ts'

export function define(command: Command): void {
  command.action(check)
  examples(command, [
    ['chat-stack config check', 'the file that start would use'],
    ['chat-stack config check --config new.json', 'another, before it takes its place'],
  ])
}

async function check(_: unknown, command: Command): Promise<void> {
  const { config, file, variables } = await settingsOf(command)
  const { describeRegistration } = await import('../../config/registration.ts')
  print(file === null ? 'No config file: the defaults are fine.' : `${file} is fine.`)
  printFacts({
    HTTP: listening(config.http),
    WebSocket: listening(config.ws),
    Registration: describeRegistration(config),
    Database: config.database.path,
    Images: config.images.dir,
    'Set by variables': variables.join(', ') || 'nothing',
  })
}

function listening({
  host,
  port,
  publicUrl,
}: {
  host: string
  port: number
  publicUrl: string | null
}): string {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port === 0 ? 'any free port' : port}`
  return publicUrl === null ? address : `${address}, reached as ${publicUrl}`
}
