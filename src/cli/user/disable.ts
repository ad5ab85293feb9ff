import type { Command } from 'commander'
import { findAccount, keepingAnOwner } from '../accounts.ts'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.argument('<username>', 'in any spelling that folds to it').action(disable)
  examples(command, [['chat-stack user disable mallory', 'closes her connections within a second']])
}

async function disable(username: string, _: unknown, command: Command): Promise<void> {
  await withStore(command, async (store) => {
    const account = await findAccount(store, username)
    await keepingAnOwner(account, () =>
      store.execute('set_disabled', { accountId: account.id, disabled: true }),
    )
    print(`${account.username} is disabled: every session is ended, and logging in is refused.`)
  })
}
