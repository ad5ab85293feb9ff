import type { Command } from 'commander'
import { exitCodes } from '../platform/exit-codes.ts'
import { examples } from './examples.ts'
import { printJson } from './output.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(reload)
  examples(command, [
    ['chat-stack reload', 'nobody is cut off; exit code 1 where the old servers had to stay'],
    ['chat-stack config check && chat-stack reload', 'look first'],
  ])
}

async function reload({ json = false }: { json?: boolean }, command: Command): Promise<void> {
  const { notRunning, operationDeadlineMs, stackOf } = await import('./running-stack.ts')
  const { printResult } = await import('./operation-result.ts')
  // Settings that are wrong are refused here already, with every mistake; the supervisor would name the same ones.
  const { config, control } = await stackOf(command)
  const result = await control.reload(operationDeadlineMs(config))
  if (result === null) throw notRunning(config)
  if (!json) return printResult(result, 'reloaded')
  printJson(result)
  process.exitCode = result.ok ? exitCodes.clean : exitCodes.error
}
