import type { Command } from 'commander'
import { examples } from './examples.ts'

export function define(command: Command): void {
  command.argument('[child]', 'such as http or ws; without it all, one after the other').action(restart)
  examples(command, [
    ['chat-stack restart ws', 'end it in order, and start it again with the settings that it has'],
    ['chat-stack reload', 'is gentler: the next one is ready before the old one ends'],
  ])
}

async function restart(child: string | undefined, _options: object, command: Command): Promise<void> {
  const { notRunning, operationDeadlineMs, stackOf } = await import('./running-stack.ts')
  const { printResult } = await import('./operation-result.ts')
  const { config, control } = await stackOf(command)
  const result = await control.restart(child ?? null, operationDeadlineMs(config))
  if (result === null) throw notRunning(config)
  printResult(result, 'restarted')
}
