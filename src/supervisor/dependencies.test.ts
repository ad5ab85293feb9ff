import { expect, test } from 'vitest'
import { createManualClock } from '../../test/helpers/manual-clock.ts'
import type { ChildSpec } from './child-spec.ts'
import { stopInOrder, stopWithin } from './dependencies.ts'

test('children stop side by side, and what others depend on stops after them', async () => {
  const log: string[] = []
  const child = (name: string, dependsOn: readonly string[] = []) => ({
    spec: { name, dependsOn } as unknown as ChildSpec,
    stop: async () => {
      log.push(`${name} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      log.push(`${name} ends`)
    },
  })

  await stopInOrder([child('ws'), child('http'), child('bridge', ['ws'])])

  expect(log.slice(0, 2).toSorted()).toEqual(['bridge begins', 'http begins'])
  expect(log.indexOf('ws begins')).toBeGreaterThan(log.indexOf('bridge ends'))
  expect(log.at(-1)).toBe('ws ends')
})

test('a child that does not end holds the stop until its deadline, and no longer', async () => {
  const clock = createManualClock()
  const child = (name: string, stop: () => Promise<void>) => ({ spec: { name } as ChildSpec, stop })
  const stuck = child('stuck', () => new Promise(() => {}))
  let isOver = false

  const left = stopWithin([child('ws', async () => {}), stuck], { clock, deadlineMs: 500 }).finally(() => {
    isOver = true
  })
  clock.advance(499)
  await new Promise((resolve) => setImmediate(resolve))

  expect(isOver).toBe(false)
  clock.advance(1)
  expect(await left).toEqual([stuck])
})

test('where all end, nothing waits for the deadline', async () => {
  const clock = createManualClock()
  const ws = { spec: { name: 'ws' } as ChildSpec, stop: async () => {} }

  expect(await stopWithin([ws], { clock, deadlineMs: 500 })).toEqual([])
  expect(clock.pending()).toBe(0)
})
