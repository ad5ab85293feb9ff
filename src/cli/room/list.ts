import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { localTime, printJson, printTable } from '../output.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(list)
  examples(command, [['chat-stack room list', 'all rooms, private ones too']])
}

async function list({ json = false }: { json?: boolean }, command: Command): Promise<void> {
  const rooms = await withStore(command, (store) => store.read('all_rooms', {}))
  if (json) {
    return printJson(
      rooms.map((room) => ({
        id: String(room.id),
        kind: room.kind,
        name: room.name,
        topic: room.topic,
        is_default: room.isDefault,
        members: room.members,
        messages: room.lastN,
        created_ts: room.createdAtMs,
      })),
    )
  }
  printTable(
    ['ROOM', 'KIND', 'MEMBERS', 'MESSAGES', 'SINCE', 'TOPIC'],
    rooms.map((room) => [
      room.name,
      room.isDefault ? `${room.kind}, default` : room.kind,
      String(room.members),
      String(room.lastN),
      localTime(room.createdAtMs),
      room.topic,
    ]),
  )
}
