import type { Command } from 'commander'
import { roomNameSchema, topicSchema } from '../../protocol/values.ts'
import { actingOwner } from '../accounts.ts'
import { checked } from '../checked.ts'
import { examples } from '../examples.ts'
import { print } from '../output.ts'
import { withStore } from '../with-store.ts'

interface Options {
  readonly private?: true
  readonly topic: string
  readonly owner?: string
}

export function define(command: Command): void {
  command
    .argument('<name>', 'what it is called')
    .option('--private', 'only for those who are added; open to all otherwise')
    .option('--topic <text>', 'what it is for', '')
    .option('--owner <username>', 'its owner and first member (default: the first owner)')
    .action(create)
  examples(command, [
    ['chat-stack room create Kitchen --topic "Who cooks?"', 'open to all'],
    ['chat-stack room create Plans --private --owner alice', 'alice adds the others'],
  ])
}

async function create(given: string, options: Options, command: Command): Promise<void> {
  const name = checked(roomNameSchema, given, 'a name of')
  const topic = checked(topicSchema, options.topic, 'a topic of')
  const kind = options.private ? 'private' : 'open'
  await withStore(command, async (store) => {
    const owner = await actingOwner(store, options.owner)
    const room = await store.execute('create_room', { accountId: owner.id, kind, name, topic })
    print(`${room.name} is here now, ${room.kind}; its owner is ${owner.username}.`)
  })
}
