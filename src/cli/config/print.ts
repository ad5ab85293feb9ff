import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { printJson } from '../output.ts'
import { settingsOf } from '../settings.ts'

export function define(command: Command): void {
  command.action(printConfig)
  examples(command, [['chat-stack config print | jq .http', 'file, variables and defaults together']])
}

async function printConfig(_: unknown, command: Command): Promise<void> {
  const { config } = await settingsOf(command)
  const { withoutSecrets } = await import('../../config/mistake.ts')
  printJson(withoutSecrets(config))
}
