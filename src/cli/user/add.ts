import { type Command, Option } from 'commander'
import { usernameTaken } from '../../domain/usernames.ts'
import {
  type AccountRole,
  accountRoleSchema,
  displayNameSchema,
  usernameSchema,
} from '../../protocol/values.ts'
import { checked } from '../checked.ts'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { readNewPassword } from '../password.ts'
import { withStore } from '../with-store.ts'

interface Options {
  readonly role: AccountRole
  readonly displayName?: string
  readonly passwordStdin?: true
}

export function define(command: Command): void {
  command
    .argument('<username>', 'letters, digits, dots, hyphens and underscores, in any script')
    .addOption(
      new Option('--role <role>', 'what they may do').choices(accountRoleSchema.options).default('member'),
    )
    .option('--display-name <name>', 'how others see them (default: the username)')
    .option('--password-stdin', 'read the password from standard input instead of asking')
    .action(add)
  examples(command, [
    ['chat-stack user add alice --role owner', 'asks for the password, twice'],
    ['pass show chat/bob | chat-stack user add bob --password-stdin', 'takes it from a pipe'],
  ])
}

async function add(name: string, options: Options, command: Command): Promise<void> {
  const username = checked(usernameSchema, name, 'a username of')
  const displayName =
    options.displayName === undefined
      ? null
      : checked(displayNameSchema, options.displayName, 'a display name of')
  await withStore(command, async (store, config) => {
    // Nobody wants to type a password twice for a name that is taken.
    if ((await store.read('account_by_username', { username })) !== null) throw usernameTaken(username)
    const password = await readNewPassword({ fromStdin: options.passwordStdin === true })
    const { hashPassword } = await import('../../domain/password-hash.ts')
    const passwordHash = await hashPassword(password, config.auth.bcryptCost)
    const account = await store.execute('add_account', {
      username,
      displayName,
      passwordHash,
      role: options.role,
    })
    print(`${account.username} is here now, as ${account.role}.`)
  })
}
