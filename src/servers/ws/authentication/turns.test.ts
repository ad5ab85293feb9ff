import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

/** Work that ends when it is told to; `started` says whose began, in order. */
function createBench(options: { maxAtOnce: number; maxWaiting: number }) {
  const turns = createTurns({ ...options, retryAfterMs: 2_000 })
  const started: string[] = []
  const running: (() => void)[] = []
  return {
    started,
    ask: (name: string) =>
      turns(name.charAt(0), () => {
        started.push(name)
        return new Promise<void>((resolve) => running.push(resolve))
      }).then(
        () => 'done',
        (error: unknown) => (error as { code: string }).code,
      ),
    endOne: async () => {
      running.shift()?.()
      await new Promise(setImmediate)
    },
  }
}

test('does so much at once, and addresses take turns', async () => {
  const { ask, started, endOne } = createBench({ maxAtOnce: 1, maxWaiting: 9 })
  const all = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2'].map(ask)
  expect(started).toEqual(['a1'])

  for (let ended = 0; ended < all.length; ended += 1) await endOne()

  expect(started).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'])
  expect(await Promise.all(all)).toEqual(all.map(() => 'done'))
})

test('is free again when all are done', async () => {
  const { ask, started, endOne } = createBench({ maxAtOnce: 1, maxWaiting: 9 })
  const both = ['a1', 'a2'].map(ask)
  for (let ended = 0; ended < both.length; ended += 1) await endOne()

  void ask('b1')

  expect(started).toEqual(['a1', 'a2', 'b1'])
})

test('an address that asks a lot gives way to one that does not', async () => {
  const { ask, started, endOne } = createBench({ maxAtOnce: 1, maxWaiting: 3 })
  const [, , , a4, a5] = ['a1', 'a2', 'a3', 'a4', 'a5'].map(ask)
  expect(await a5).toBe('rate_limited')

  void ask('b1')

  expect(await a4).toBe('rate_limited')
  for (let turn = 0; turn < 3; turn += 1) await endOne()
  expect(started).toEqual(['a1', 'a2', 'b1', 'a3'])
})

test('a newcomer is refused where everybody waits for as much', async () => {
  const { ask } = createBench({ maxAtOnce: 1, maxWaiting: 2 })
  for (const name of ['a1', 'b1', 'c1']) void ask(name)

  expect(await ask('d1')).toBe('rate_limited')
})
