import { Argument, type Command } from 'commander'
import { DomainError } from '../../domain/errors.ts'
import { ExitError, exitCodes } from '../../platform/exit-codes.ts'
import { type AccountRole, accountRoleSchema } from '../../protocol/values.ts'
import { findAccount } from '../accounts.ts'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { findRoom, type NamedRoom } from '../rooms.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command
    .argument('<room>', 'its name, or its id')
    .argument('<username>', 'somebody in it, or somebody to be let in')
    .addArgument(new Argument('<role>', 'what they may do there').choices(accountRoleSchema.options))
    .action(setRole)
  examples(command, [['chat-stack room role Plans alice owner', 'where nobody is left who could']])
}

type Arguments = [room: string, username: string, role: AccountRole, options: unknown, command: Command]

async function setRole(...[given, username, role, , command]: Arguments): Promise<void> {
  await withStore(command, async (store) => {
    const room = await findRoom(store, given)
    const account = await findAccount(store, username)
    await store
      .execute('set_room_role', { accountId: null, roomId: room.id, userId: account.id, role })
      .catch((error: unknown) => {
        throw error instanceof DomainError
          ? explained(error, room, { username: account.username, role })
          : error
      })
    print(`${account.username} is ${role} of ${room.name}.`)
  })
}

interface Given {
  username: string
  role: AccountRole
}

function explained(error: DomainError, room: NamedRoom, given: Given): Error {
  const [message, next] = explanations(error, room, given)
  return message === undefined ? error : new ExitError(exitCodes.error, message, { next, cause: error })
}

function explanations({ code }: DomainError, room: NamedRoom, { username, role }: Given): [string?, string?] {
  if (code === 'account_disabled')
    return [
      `Expected somebody who can come in, but ${username} is disabled.`,
      `chat-stack user enable ${username}`,
    ]
  if (code !== 'forbidden') return []
  if (room.isDefault)
    return [
      `Expected another room: in ${room.name} one’s role is that in the place.`,
      `chat-stack user role ${username} ROLE`,
    ]
  return [
    `Expected ${room.name} to have an owner, but with ${username} as ${role} it would have none.`,
    `Make somebody else owner first: chat-stack room role "${room.name}" NAME owner`,
  ]
}
