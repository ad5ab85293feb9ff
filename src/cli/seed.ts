import type { Config } from '../config/schema.ts'
import type { Account } from '../domain/account.ts'
import { hashPassword } from '../domain/password-hash.ts'
import type { Store } from '../domain/store.ts'
import type { AccountRole } from '../protocol/values.ts'
import { usingStore } from './with-store.ts'

const people: readonly (readonly [username: string, displayName: string, role: AccountRole])[] = [
  ['ada', 'Ada Lovelace', 'owner'],
  ['grace', 'Grace Hopper', 'moderator'],
  ['lin', '林徽因', 'member'],
]

export const seededUsernames: readonly string[] = people.map(([username]) => username)

/** Printed at every start: whoever can reach a development stack is meant to get in. */
export const seededPassword = 'try everything'

/** A few people, rooms and a conversation to try the client with. Does nothing where they are there already. */
export async function seed(config: Config): Promise<void> {
  await usingStore(config, async (store) => {
    if ((await store.read('accounts', {})).length > 0) return
    const passwordHash = await hashPassword(seededPassword, config.auth.bcryptCost)
    const accounts: Account[] = []
    for (const [username, displayName, role] of people)
      accounts.push(await store.execute('add_account', { username, displayName, passwordHash, role }))
    await converse(store, accounts)
  })
}

async function converse(store: Store, [ada, grace, lin]: readonly Account[]): Promise<void> {
  if (ada === undefined || grace === undefined || lin === undefined) return
  const kitchen = await store.execute('create_room', {
    accountId: ada.id,
    kind: 'open',
    name: 'kitchen',
    topic: 'Who cooks, and what',
  })
  const roomId = Number(kitchen.id)
  await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [grace.id, lin.id] })
  const said: readonly (readonly [Account, number | null, string])[] = [
    [ada, null, 'Good morning! The new place is up.'],
    [grace, null, 'It is **fast**. Did you see the log?'],
    [lin, null, '大家好，我也在。'],
    [grace, roomId, 'Dumplings at noon?'],
    [lin, roomId, '好的！我带醋。'],
    [ada, roomId, 'I will bring `tea`.'],
  ]
  for (const [sender, room, text] of said)
    await store.execute('post_message', {
      senderId: sender.id,
      roomId: room,
      clientMessageId: null,
      text,
      imageIds: [],
      replyTo: null,
    })
}
