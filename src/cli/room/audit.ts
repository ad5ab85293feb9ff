import { type Command, InvalidArgumentError } from 'commander'
import { examples } from '../examples.ts'
import { localTime, printJson, printTable } from '../output.ts'
import { findRoom } from '../rooms.ts'
import { withStore } from '../with-store.ts'

interface Options {
  readonly json?: true
  readonly limit: number
}

export function define(command: Command): void {
  command
    .argument('<room>', 'its name, or its id')
    .option('--limit <number>', 'how many, the newest first', wholeNumber, 100)
    .option('--json', 'as JSON')
    .action(audit)
  examples(command, [['chat-stack room audit Kitchen', 'who kicked, muted, banned … whom, and when']])
}

async function audit(given: string, { json, limit }: Options, command: Command): Promise<void> {
  const acts = await withStore(command, async (store) => {
    const room = await findRoom(store, given)
    return store.read('room_audit', { roomId: room.id, limit })
  })
  if (json) return printJson(acts.map(({ atMs, ...act }) => ({ ts: atMs, ...act })))
  printTable(
    ['WHEN', 'WHO', 'DID', 'TO', 'DETAIL'],
    acts.map(({ atMs, actor, action, target, detail }) => [
      localTime(atMs),
      actor ?? '(operator)',
      action,
      target ?? '',
      detail ?? '',
    ]),
  )
}

function wholeNumber(given: string): number {
  const number = Number(given)
  if (Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('Expected a whole number from 1.')
}
