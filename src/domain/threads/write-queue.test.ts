import { expect, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { present } from '../../../test/helpers/present.ts'
import type { StoredEvent } from '../store.ts'
import type { ToWriter } from './postings.ts'
import { createWriteQueue, maxWaitingWrites } from './write-queue.ts'

type Batch = Extract<ToWriter, { type: 'batch' }>

/** Long enough for what was asked to be posted. */
async function turn(): Promise<void> {
  for (let n = 0; n < 3; n += 1) await new Promise(setImmediate)
}

test('what is asked in two turns of the loop is one batch; what comes while it is on its way is the next', async () => {
  const { queue, batches, answer } = setUp()

  void queue.execute('touch_session', { sessionId: 1 })
  await new Promise(setImmediate)
  void queue.execute('touch_session', { sessionId: 2 })
  await turn()
  void queue.execute('touch_session', { sessionId: 3 })
  await turn()
  void queue.execute('touch_session', { sessionId: 4 })
  expect(batches.map(sessionsIn)).toEqual([[1, 2]])
  answer()

  expect(batches.map(sessionsIn)).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('a batch is bounded, and goes on with the rest', async () => {
  const { queue, batches, answer } = setUp()
  const all = Promise.all(
    Array.from({ length: 1_000 }, (_, n) => queue.execute('touch_session', { sessionId: n })),
  )
  await turn()
  answer()
  answer()
  await all

  expect(batches.map(({ commands }) => commands.length)).toEqual([512, 488])
  expect(batches.flatMap(sessionsIn)).toEqual(Array.from({ length: 1_000 }, (_, n) => n))
})

test('a thousand snapshots do not keep a message waiting', async () => {
  const { queue, batches } = setUp()
  for (let n = 0; n < 1_000; n += 1) void queue.snapshot(n)
  void queue.execute('touch_session', { sessionId: 1 })
  await turn()

  expect(batches[0]?.snapshots).toHaveLength(32)
  expect(batches.flatMap(sessionsIn)).toEqual([1])
})

test('beyond its bound it refuses, and takes again when there is room', async () => {
  const { queue, answer } = setUp()
  const accepted = Array.from({ length: maxWaitingWrites }, () =>
    queue.execute('touch_session', { sessionId: 1 }),
  )

  await expect(queue.execute('touch_session', { sessionId: 1 })).rejects.toMatchObject({
    code: 'unavailable',
  })
  await expect(queue.snapshot(1)).rejects.toMatchObject({ code: 'unavailable' })

  await turn()
  answer()
  await expect(accepted[0]).resolves.toBeNull()
  void queue.execute('touch_session', { sessionId: 1 })
})

test('events are delivered before anything settles, and after the next batch went off', async () => {
  const order: string[] = []
  const { queue, answer } = setUp({
    onPost: () => order.push('posted'),
    deliver: () => order.push('delivered'),
  })
  void queue.execute('touch_session', { sessionId: 1 }).then(() => order.push('settled'))
  await turn()
  void queue.execute('touch_session', { sessionId: 2 })

  answer()
  await turn()

  expect(order).toEqual(['posted', 'posted', 'delivered', 'settled'])
})

test('when the thread is gone, what was on its way and what waited is refused, and what comes later too', async () => {
  const { queue } = setUp()
  const onItsWay = queue.execute('touch_session', { sessionId: 1 })
  await turn()
  const waiting = [queue.execute('touch_session', { sessionId: 2 }), queue.snapshot(1)]

  queue.connect(null)

  const later = queue.execute('touch_session', { sessionId: 3 })
  const outcomes = await Promise.allSettled([onItsWay, ...waiting, later])
  expect(outcomes).toMatchObject(Array.from({ length: 4 }, () => ({ reason: { code: 'unavailable' } })))
})

test('finishing waits for what was asked, and refuses what is asked later', async () => {
  const { queue, answer } = setUp()
  const asked = queue.execute('touch_session', { sessionId: 1 })
  let isFinished = false

  const finished = queue.finish().then(() => (isFinished = true))
  await expect(queue.execute('touch_session', { sessionId: 2 })).rejects.toMatchObject({
    code: 'unavailable',
  })
  await turn()
  expect(isFinished).toBe(false)
  answer()

  await expect(asked).resolves.toBeNull()
  await finished
})

test('a beat goes off every second while nothing is asked, so that sessions expire', () => {
  const { batches, clock, answer } = setUp()

  clock.advance(1_000)
  expect(batches).toMatchObject([{ commands: [], snapshots: [] }])
  clock.advance(1_000)
  expect(batches).toHaveLength(1)
  answer()
  clock.advance(1_000)

  expect(batches).toHaveLength(2)
})

function setUp({
  onPost = () => {},
  deliver = () => {},
}: {
  onPost?: () => void
  deliver?: (events: StoredEvent[]) => void
} = {}) {
  const batches: Batch[] = []
  const clock = createManualClock()
  const queue = createWriteQueue(clock, deliver)
  let answered = 0
  queue.connect((message) => {
    if (message.type === 'batch') batches.push(message)
    onPost()
  })

  function answer(): void {
    const batch = present(batches[answered], 'a batch to answer')
    answered += 1
    queue.settle({
      events: [],
      gid: 0,
      outcomes: batch.commands.map(() => ({ ok: true, value: null })),
      snapshots: batch.snapshots.map(() => null),
    })
  }

  return { queue, batches, clock, answer }
}

function sessionsIn({ commands }: Batch): number[] {
  return commands.map(({ input }) => (input as { sessionId: number }).sessionId)
}
