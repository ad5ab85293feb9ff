import type { Command } from 'commander'
import { DomainError } from '../../domain/errors.ts'
import { ExitError, exitCodes } from '../../platform/exit-codes.ts'
import { idSchema } from '../../protocol/values.ts'
import { checked } from '../checked.ts'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.argument('<id>', 'as "chat-stack invite list" shows it').action(revoke)
  examples(command, [['chat-stack invite revoke 3', 'the link works no more; who came by it stays']])
}

async function revoke(id: string, _: unknown, command: Command): Promise<void> {
  const inviteId = Number(checked(idSchema, id, 'an id of an invite:'))
  await withStore(command, async (store) => {
    try {
      await store.execute('revoke_invite', { inviteId })
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'not_found') throw error
      throw new ExitError(exitCodes.error, `Expected the id of an invite, got ${id}.`, {
        next: 'chat-stack invite list shows those that still work.',
        cause: error,
      })
    }
    print(`Invite ${id} is revoked.`)
  })
}
