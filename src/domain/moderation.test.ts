import { describe, expect, test } from 'vitest'
import { account, temporaryTransaction } from '../../test/helpers/temporary-transaction.ts'
import type { CommandInput } from './commands.ts'
import { admit, dismiss, joinRoom } from './memberships.ts'
import { postMessage } from './messages.ts'
import { createRoom } from './rooms.ts'
import type { Transaction } from './transaction.ts'

/** No command mutes or bans yet; what keeps such people out is there from the first day. */
describe('moderation', () => {
  test('one who is muted in a room reads, and posts elsewhere', async () => {
    const tx = await temporaryTransaction()
    const ada = account(tx, 'ada')
    tx.db.prepare('UPDATE memberships SET muted = 1 WHERE account_id = ?').run(ada.id)
    const lab = createRoom(tx, { accountId: ada.id, kind: 'open', name: 'Lab', topic: '' })

    expect(() => postMessage(tx, message(ada.id, null))).toThrow(expect.objectContaining({ code: 'muted' }))
    expect(postMessage(tx, message(ada.id, Number(lab.id)))).toMatchObject({ n: 1 })
  })

  test('one who is banned from a room neither joins nor is added', async () => {
    const tx = await temporaryTransaction()
    const [ada, bob] = [account(tx, 'ada'), account(tx, 'bob')]
    const roomId = Number(createRoom(tx, { accountId: ada.id, kind: 'open', name: 'Lab', topic: '' }).id)
    admit(tx, { roomId, accountId: bob.id, role: 'member', change: 'joined', by: null })
    dismiss(tx, { roomId, accountId: bob.id, change: 'removed' })
    ban(tx, roomId, bob.id)

    expect(() => joinRoom(tx, { accountId: bob.id, roomId })).toThrow(
      expect.objectContaining({ code: 'banned' }),
    )
  })
})

function ban(tx: Transaction, roomId: number, accountId: number): void {
  tx.db.prepare('INSERT INTO bans VALUES (?, ?, ?)').run(roomId, accountId, tx.nowMs)
}

function message(senderId: number, roomId: number | null): CommandInput<'post_message'> {
  return { senderId, roomId, clientMessageId: null, text: 'hello', imageIds: [], replyTo: null }
}
