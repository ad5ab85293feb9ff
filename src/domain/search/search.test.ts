import { expect, test } from 'vitest'
import { account, temporaryTransaction } from '../../../test/helpers/temporary-transaction.ts'
import { joinRoom } from '../memberships.ts'
import { postMessage } from '../messages.ts'
import type { QueryInput } from '../queries.ts'
import { createRoom } from '../rooms.ts'
import { beginIndexing, indexStep, isBehind } from './indexing.ts'
import { search } from './search.ts'
import { firstIdOf } from './tokens.ts'

const hourMs = 3_600_000

test('goes through all parts of the index, the newest first, whatever is asked for', async () => {
  const { find } = await fourParts()

  expect(find({})).toEqual(['heron in part 3', 'heron in part 2', 'heron in part 1', 'heron in part 0'])
  expect(find({ q: 'her' })).toHaveLength(4)
  expect(find({ q: '2' })).toEqual(['heron in part 2'])
  expect(find({ q: 'egret' })).toEqual([])
  expect(find({ limit: 1 })).toHaveLength(4)
})

test('leaves out parts from before or after the time that is asked for', async () => {
  const { find, startMs } = await fourParts()

  expect(find({ afterMs: startMs + 2 * hourMs })).toEqual(['heron in part 3', 'heron in part 2'])
  expect(find({ beforeMs: startMs + 2 * hourMs })).toEqual(['heron in part 1', 'heron in part 0'])
  expect(find({ afterMs: startMs + hourMs, beforeMs: startMs + 2 * hourMs })).toEqual(['heron in part 1'])
})

test('each look gets further, however little time there is', async () => {
  const { find } = await fourParts()

  withoutTime(() => expect(find({})).toHaveLength(4))
})

test('each look gets further among others’ messages, and does not tell which of them fit', async () => {
  const tx = await temporaryTransaction()
  const [ada, bob] = [account(tx, 'ada'), account(tx, 'bob')]
  const { id: lab } = createRoom(tx, { accountId: ada.id, kind: 'private', name: 'Lab', topic: '' })
  beginIndexing(tx)
  const post = { clientMessageId: null, text: 'heron', imageIds: [], replyTo: null }
  const own = postMessage(tx, { ...post, senderId: bob.id, roomId: null }).messageId
  for (let n = 0; n < 300; n += 1) postMessage(tx, { ...post, senderId: ada.id, roomId: Number(lab) })
  while (isBehind(tx)) indexStep(tx, { maxMessages: 100, maxBytes: 10_000 })

  const told: number[] = []
  withoutTime(() => {
    let belowId: number | null = null
    do {
      const found: ReturnType<typeof search> = search(tx, {
        ...{ accountId: bob.id, q: 'heron', roomId: null, senderId: null, beforeMs: null, afterMs: null },
        ...{ limit: 30, maxBytes: 100_000, belowId },
      })
      belowId = found.belowId
      if (belowId !== null) told.push(belowId)
    } while (belowId !== null && told.length < 400)
  })

  expect(told).toEqual([256, 192, 128, 64, own])
})

/** Each reading of the clock is a second after the one before. */
function withoutTime(work: () => void): void {
  const slow = Object.assign(Object.create(performance) as typeof performance, { now: sleepy() })
  const original = globalThis.performance
  globalThis.performance = slow
  try {
    work()
  } finally {
    globalThis.performance = original
  }
}

function sleepy(): () => number {
  let nowMs = 0
  return () => (nowMs += 1_000)
}

async function fourParts() {
  const tx = await temporaryTransaction()
  const ada = account(tx, 'ada')
  const startMs = tx.nowMs
  beginIndexing(tx)
  joinRoom(tx, { accountId: ada.id, roomId: 1 })
  for (let part = 0; part < 4; part += 1) {
    tx.db.prepare('UPDATE sqlite_sequence SET seq = ? WHERE name = ?').run(firstIdOf(part) + 7, 'messages')
    tx.nowMs = startMs + part * hourMs
    const post = { senderId: ada.id, roomId: 1, clientMessageId: null, imageIds: [], replyTo: null }
    postMessage(tx, { ...post, text: `heron in part ${part}` })
  }
  while (isBehind(tx)) indexStep(tx, { maxMessages: 10, maxBytes: 10_000 })

  function find(asked: Partial<QueryInput<'search'>>): string[] {
    const texts: string[] = []
    let belowId: number | null = null
    do {
      const found: ReturnType<typeof search> = search(tx, {
        ...{ accountId: ada.id, q: 'heron', roomId: null, senderId: null, beforeMs: null, afterMs: null },
        ...{ limit: 30, maxBytes: 100_000, belowId, ...asked },
      })
      for (const hit of found.hits)
        texts.push((JSON.parse(hit) as { message: { text: string } }).message.text)
      belowId = found.belowId
    } while (belowId !== null)
    return texts
  }
  return { find, startMs }
}
