import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { print, printJson, say } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(status)
  examples(command, [['chat-stack search status', 'after an upgrade, or a rebuild']])
}

async function status({ json = false }: { json?: boolean }, command: Command): Promise<void> {
  const { messages, newLeft, oldLeft } = await withStore(command, (store) => store.read('search_state', {}))
  if (json) return printJson({ messages, new_left: newLeft, old_left: oldLeft })
  const indexed = messages - newLeft - oldLeft
  print(`${indexed.toLocaleString('en')} of ${messages.toLocaleString('en')} messages are indexed.`)
  if (newLeft + oldLeft > 0) say('The running stack indexes the others, the newest first.')
}
