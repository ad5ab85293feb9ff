import { expect, test } from 'vitest'
import { account, temporaryTransaction } from '../../test/helpers/temporary-transaction.ts'
import { postMessage } from './messages.ts'
import { place } from './place.ts'
import { sync } from './sync.ts'

test.each([
  ['all of them', 'DELETE FROM events WHERE room_id = 1'],
  ['the first of them', 'DELETE FROM events WHERE room_id = 1 AND seq <= 3'],
  ['one in the middle', 'DELETE FROM events WHERE room_id = 1 AND seq = 4'],
])(
  '[P-31] a gap whose events are no longer kept, %s, is a reset and never a part of the truth',
  async (_, prune) => {
    const tx = await temporaryTransaction()
    const ada = account(tx, 'ada')
    for (const text of ['one', 'two', 'three', 'four']) {
      postMessage(tx, {
        senderId: ada.id,
        roomId: 1,
        clientMessageId: null,
        text,
        imageIds: [],
        replyTo: null,
      })
    }
    tx.db.exec(prune)
    const from = (seq: number) =>
      sync(tx, { accountId: ada.id, epoch: place(tx).epoch, roomId: 1, from: seq })

    const answer = from(1)

    expect(answer.reset).toBe(true)
    expect(JSON.parse(answer.json)).toMatchObject({ reason: 'pruned', snapshot: { messages: { length: 4 } } })
    expect(from(5).reset).toBe(false)
  },
)

test('a message that was deleted is a tombstone wherever it is read', async () => {
  const tx = await temporaryTransaction()
  const ada = account(tx, 'ada')
  postMessage(tx, {
    senderId: ada.id,
    roomId: 1,
    clientMessageId: null,
    text: 'oops',
    imageIds: [],
    replyTo: null,
  })
  tx.db.exec("UPDATE messages SET text = '', deleted_at_ms = 5, version = 2")

  const answer = sync(tx, { accountId: ada.id, epoch: place(tx).epoch, roomId: 1, from: 1 })

  expect(JSON.parse(answer.json)).toMatchObject({
    events: [{ payload: { deleted: true, text: '', version: 2 } }],
  })
})
