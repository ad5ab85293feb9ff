import type { Command } from 'commander'
import { findAccount } from '../accounts.ts'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { readNewPassword } from '../password.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command
    .argument('<username>', 'in any spelling that folds to it')
    .option('--password-stdin', 'read the password from standard input instead of asking')
    .action(passwd)
  examples(command, [['chat-stack user passwd alice', 'asks for it, twice; ends every session of hers']])
}

async function passwd(
  username: string,
  { passwordStdin = false }: { passwordStdin?: boolean },
  command: Command,
): Promise<void> {
  await withStore(command, async (store, config) => {
    const { id: accountId, username: name } = await findAccount(store, username)
    const password = await readNewPassword({ fromStdin: passwordStdin })
    const { hashPassword } = await import('../../domain/password-hash.ts')
    const passwordHash = await hashPassword(password, config.auth.bcryptCost)
    await store.execute('set_password', {
      accountId,
      passwordHash,
      provenHash: null,
      exceptSessionId: null,
    })
    print(`${name} has a new password, and has to log in with it everywhere.`)
  })
}
