import { Argument, type Command } from 'commander'
import { type AccountRole, accountRoleSchema } from '../../protocol/values.ts'
import { findAccount, keepingAnOwner } from '../accounts.ts'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command
    .argument('<username>', 'in any spelling that folds to it')
    .addArgument(new Argument('<role>', 'what they may do').choices(accountRoleSchema.options))
    .action(setRole)
  examples(command, [['chat-stack user role bob moderator', 'lets bob make invites']])
}

async function setRole(username: string, role: AccountRole, _: unknown, command: Command): Promise<void> {
  await withStore(command, async (store) => {
    const account = await findAccount(store, username)
    await keepingAnOwner(account, () => store.execute('set_role', { accountId: account.id, role }))
    print(`${account.username} is ${account.role === role ? 'still' : 'now'} ${role}.`)
  })
}
