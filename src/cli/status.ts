import type { Command } from 'commander'
import { examples } from './examples.ts'
import { print, printJson } from './output.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').option('--watch', 'again every second, until Ctrl-C').action(status)
  examples(command, [
    ['chat-stack status', 'what runs, since when, and how it feels'],
    ['chat-stack status --watch', 'and how that changes'],
    ['chat-stack status --json', 'for a script; exit code 3 where nothing runs'],
  ])
}

async function status(
  { json = false, watch = false }: { json?: boolean; watch?: boolean },
  command: Command,
): Promise<void> {
  const { notRunning, stackOf } = await import('./running-stack.ts')
  const { statusLines } = await import('./status-lines.ts')
  const { config, control } = await stackOf(command)
  const absent = notRunning(config)
  if (watch) {
    const { watchUntilInterrupted } = await import('./watch.ts')
    return watchUntilInterrupted(async () => {
      const stack = await control.status()
      if (json) return [JSON.stringify(stack === null ? { running: false } : { running: true, ...stack })]
      return stack === null ? [absent.message] : statusLines(stack)
    })
  }
  const stack = await control.status()
  if (json) printJson(stack === null ? { running: false } : { running: true, ...stack })
  else if (stack !== null) for (const line of statusLines(stack)) print(line)
  if (stack === null) throw absent
}
