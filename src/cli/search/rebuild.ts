import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.action(rebuild)
  examples(command, [['chat-stack search rebuild', 'where a search does not find what is there']])
}

async function rebuild(_: unknown, command: Command): Promise<void> {
  await withStore(command, (store) => store.execute('rebuild_search', {}))
  print('The search index is empty. The running stack makes it anew, the newest messages first.')
}
