import type { Command } from 'commander'
import { DomainError } from '../../domain/errors.ts'
import { ExitError, exitCodes } from '../../platform/exit-codes.ts'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { findRoom } from '../rooms.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.argument('<room>', 'its name, or its id').action(archive)
  examples(command, [['chat-stack room archive Kitchen', 'read-only from now on; nothing goes']])
}

async function archive(given: string, _: unknown, command: Command): Promise<void> {
  await withStore(command, async (store) => {
    const room = await findRoom(store, given)
    await store
      .execute('archive_room', { accountId: null, roomId: room.id, on: true })
      .catch((error: unknown) => {
        throw error instanceof DomainError && error.code === 'forbidden'
          ? theDefault(room.name, error)
          : error
      })
    print(`${room.name} is archived: its members read it, and nobody writes in it.`)
  })
}

function theDefault(name: string, cause: Error): ExitError {
  return new ExitError(exitCodes.error, `Expected another room: ${name} is the default one, and stays.`, {
    cause,
  })
}
