import type { Command } from 'commander'
import { examples } from '../examples.ts'
import { localTime, printJson, printTable } from '../output.ts'
import type { NamedRoom } from '../rooms.ts'
import { withStore } from '../with-store.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(list)
  examples(command, [
    ['chat-stack room list', 'all rooms, private and archived ones too; no direct messages'],
  ])
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
        archived_ts: room.archivedAtMs,
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
      kindOf(room),
      String(room.members),
      String(room.lastN),
      localTime(room.createdAtMs),
      room.topic,
    ]),
  )
}

function kindOf({ kind, isDefault, archivedAtMs }: NamedRoom): string {
  if (archivedAtMs !== null) return `${kind}, archived`
  return isDefault ? `${kind}, default` : kind
}
