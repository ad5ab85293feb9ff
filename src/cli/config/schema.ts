import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { printJson } from '../output.ts'

export function define(command: Command): void {
  command.action(printSchema)
  examples(command, [
    ['chat-stack config schema > chat-stack.schema.json', 'for an editor: name it in "$schema"'],
  ])
}

async function printSchema(): Promise<void> {
  const { configJsonSchema } = await import('../../config/json-schema.ts')
  printJson(configJsonSchema())
}
