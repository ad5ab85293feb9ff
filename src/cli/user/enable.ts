import type { Command } from 'commander'
import { findAccount } from '../accounts.ts'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.argument('<username>', 'in any spelling that folds to it').action(enable)
  examples(command, [['chat-stack user enable mallory', 'lets her log in again']])
}

async function enable(username: string, _: unknown, command: Command): Promise<void> {
  await withStore(command, async (store) => {
    const account = await findAccount(store, username)
    await store.execute('set_disabled', { accountId: account.id, disabled: false })
    print(`${account.username} may log in.`)
  })
}
