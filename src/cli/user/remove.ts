import type { Command } from 'commander'
import { ExitError, exitCodes } from '../../platform/exit-codes.ts'
import { findAccount, keepingAnOwner } from '../accounts.ts'
import { examples } from '../examples.ts'
import { print, say } from '../output.ts'
import { canAsk, confirm } from '../prompt.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command
    .argument('<username>', 'in any spelling that folds to it')
    .option('-y, --yes', 'do not ask')
    .action(remove)
  examples(command, [
    ['chat-stack user remove bob', 'asks first; bob’s messages stay'],
    ['chat-stack user disable bob', 'often what you want: it can be taken back'],
  ])
}

async function remove(username: string, { yes = false }: { yes?: boolean }, command: Command): Promise<void> {
  await withStore(command, async (store) => {
    const account = await findAccount(store, username)
    if (!yes && !(await isSure(account.username))) {
      return print(`${account.username} stays.`)
    }
    await keepingAnOwner(account, () => store.execute('remove_account', { accountId: account.id }))
    print(`${account.username} is removed.`)
  })
}

async function isSure(name: string): Promise<boolean> {
  if (!canAsk()) {
    throw new ExitError(
      exitCodes.usage,
      `Expected --yes or a terminal to ask at, got neither; ${name} stays.`,
    )
  }
  say(`This ends the sessions and memberships of ${name}, deletes pictures never sent, and frees the name.`)
  say('Messages stay, as those of a removed user. It cannot be taken back.')
  return confirm(`Remove ${name}?`)
}
