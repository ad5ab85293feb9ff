import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { findRoom } from '../rooms.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.argument('<room>', 'its name, or its id').action(unarchive)
  examples(command, [['chat-stack room unarchive Kitchen', 'as it was before']])
}

async function unarchive(given: string, _: unknown, command: Command): Promise<void> {
  await withStore(command, async (store) => {
    const room = await findRoom(store, given)
    await store.execute('archive_room', { accountId: null, roomId: room.id, on: false })
    print(`${room.name} is back.`)
  })
}
