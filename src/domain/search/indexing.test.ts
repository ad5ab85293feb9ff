import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { account, temporaryTransaction } from '../../../test/helpers/temporary-transaction.ts'
import { deleteMessage } from '../message-deletion.ts'
import { editMessage } from '../message-edit.ts'
import { postMessage } from '../messages.ts'
import type { Transaction } from '../transaction.ts'
import { beginIndexing, indexStep, isBehind } from './indexing.ts'
import { progressOf } from './search-index.ts'
import { expressionOf, termsOf } from './search-terms.ts'
import { indexedTokens } from './tokens.ts'

const step = { maxMessages: 10, maxBytes: 10_000 }

describe('the search index', () => {
  test('follows new messages first, and then goes back to the first one', async () => {
    const { tx, say } = await talk()
    for (let n = 1; n <= 25; n += 1) say(`old ${n}`)
    beginIndexing(tx)
    for (let n = 1; n <= 12; n += 1) say(`new ${n}`)

    const steps = []
    while (isBehind(tx)) {
      indexStep(tx, step)
      const { oldestId, newestId } = progressOf(tx)
      steps.push([oldestId, newestId])
    }

    expect(steps).toEqual([
      [26, 35],
      [18, 37],
      [8, 37],
      [1, 37],
    ])
    expect(idsOf(tx, 'old')).toHaveLength(25)
    expect(idsOf(tx, 'new')).toHaveLength(12)
  })

  test('takes less at once where messages are long, and one at least', async () => {
    const { tx, say } = await talk()
    beginIndexing(tx)
    for (let n = 1; n <= 3; n += 1) say('heron '.repeat(500))

    expect(indexStep(tx, { maxMessages: 10, maxBytes: 1 })).toMatchObject({ newLeft: 2 })
    expect(indexStep(tx, { maxMessages: 10, maxBytes: 3_001 })).toMatchObject({ newLeft: 0 })
  })

  test('[P-24] words leave it in the transaction that takes them from the message, down to the pages', async () => {
    const { tx, say, sender } = await talk()
    beginIndexing(tx)
    const [edited, deleted] = [say('herons are unspeakable'), say('egrets are unutterable')]
    for (let n = 0; n < 200; n += 1) say(`filler ${n}`)
    catchUp(tx)

    editMessage(tx, { accountId: sender, messageId: edited, text: 'herons are fine', expectVersion: 1 })
    deleteMessage(tx, { accountId: sender, messageId: deleted })

    expect([...idsOf(tx, 'unspeakable'), ...idsOf(tx, 'unutterable'), ...idsOf(tx, 'egrets')]).toEqual([])
    expect(pagesOf(tx)).not.toMatch(/unspeak|unutter|egret/)
    catchUp(tx)
    expect(idsOf(tx, 'fine')).toEqual([edited])
    tx.db.pragma('wal_checkpoint(TRUNCATE)')
    expect(readFileSync(tx.db.name, 'latin1')).not.toMatch(/unspeak|unutter|egret/)
  })

  test('stays whole whatever is said, edited and deleted', async () => {
    const { tx, say, sender } = await talk()
    beginIndexing(tx)
    const random = seeded(20_261_128)
    const words = ['heron', 'egret', '上海', '印厂', 'élan', '🎉', 'stork', 'ibis', '崇明']
    const versions = new Map<number, number>()
    const text = () => Array.from({ length: 1 + random(12) }, () => words[random(words.length)]).join(' ')
    for (let round = 0; round < 500; round += 1) {
      const ids = [...versions.keys()]
      const messageId = ids[random(ids.length)]
      const what = random(6)
      if (messageId === undefined || what < 3) versions.set(say(text()), 1)
      else if (what === 3) {
        const expectVersion = versions.get(messageId) ?? 0
        versions.set(
          messageId,
          editMessage(tx, { accountId: sender, messageId, text: text(), expectVersion }).version,
        )
      } else if (what === 4) {
        deleteMessage(tx, { accountId: sender, messageId })
        versions.delete(messageId)
      } else indexStep(tx, { maxMessages: 1 + random(20), maxBytes: 10_000 })
    }
    catchUp(tx)

    tx.db.exec("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
    for (const word of words) expect(idsOf(tx, `"${word}"`)).toEqual(idsThatSay(tx, word))
  })

  test('that is damaged is begun anew, and keeps no message from being deleted', async () => {
    const { tx, say, sender } = await talk()
    beginIndexing(tx)
    const ids = Array.from({ length: 50 }, (_, n) => say(`heron ${n}`))
    catchUp(tx)
    tx.db.unsafeMode(true)
    tx.db.exec("UPDATE search_index_data SET block = X'00FF00FF' WHERE id > 10")

    deleteMessage(tx, { accountId: sender, messageId: ids[0] ?? 0 })
    catchUp(tx)

    expect(idsOf(tx, 'heron')).toEqual(ids.slice(1))
    expect(tx.db.pragma('quick_check', { simple: true })).toBe('ok')
  })

  test('of another form is begun anew, and a program of another form leaves it alone', async () => {
    const { tx, say } = await talk()
    beginIndexing(tx)
    const id = say('heron')
    catchUp(tx)
    tx.db.exec("UPDATE search_progress SET form = 'of tomorrow'")
    say('egret')

    expect(indexStep(tx, step)).toEqual({ newLeft: 0, hasMore: false, wasDamaged: false })
    expect(progressOf(tx).newestId).toBe(id)
    beginIndexing(tx)
    catchUp(tx)
    expect(progressOf(tx)).toMatchObject({ oldestId: 1, newestId: id + 1 })
  })
})

async function talk() {
  const tx = await temporaryTransaction()
  const sender = account(tx, 'ada').id
  const say = (text: string): number =>
    postMessage(tx, {
      senderId: sender,
      roomId: null,
      clientMessageId: null,
      text,
      imageIds: [],
      replyTo: null,
    }).messageId
  return { tx, sender, say }
}

function catchUp(tx: Transaction): void {
  while (isBehind(tx)) indexStep(tx, step)
}

/** What the index says, before anything is compared with the messages. All are in its first part. */
function idsOf(tx: Transaction, q: string): unknown[] {
  const expression = expressionOf(termsOf(q), 0, [])
  return tx.db
    .prepare('SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid')
    .pluck()
    .all(expression)
}

function idsThatSay(tx: Transaction, word: string): number[] {
  const rows = tx.db
    .prepare('SELECT id, room_id AS roomId, sender_id AS senderId, text FROM messages ORDER BY id')
    .all()
  const token = indexedTokens({ id: 0, roomId: 1, senderId: 1, text: word }).split(' ')[2]?.slice(6) ?? ''
  return (rows as Parameters<typeof indexedTokens>[0][])
    .filter(
      (row) =>
        row.text !== '' &&
        indexedTokens({ ...row, id: 0 })
          .split(' ')
          .some((found) => found.slice(6) === token),
    )
    .map(({ id }) => id)
}

function pagesOf(tx: Transaction): string {
  const blocks = tx.db.prepare<[], Buffer>('SELECT block FROM search_index_data').pluck().all()
  return blocks.map((block) => block.toString('latin1')).join('\n')
}

function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state % below
  }
}
