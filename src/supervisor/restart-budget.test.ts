import { array, assert, nat, property } from 'fast-check'
import { expect, test } from 'vitest'
import { recordCrash } from './restart-budget.ts'

const budget = { maxRestarts: 3, windowMs: 1_000 }

test('allows maxRestarts crashes in the window, and not one more', () => {
  const third = recordCrash([100, 200], 300, budget)
  const fourth = recordCrash(third.crashes, 400, budget)

  expect(third.isExhausted).toBe(false)
  expect(fourth.isExhausted).toBe(true)
})

test('forgets a crash exactly when the window has passed', () => {
  expect(recordCrash([0, 1, 2], 999, budget).isExhausted).toBe(true)
  expect(recordCrash([0, 1, 2], 1_000, budget).isExhausted).toBe(false)
})

test('says what counting all crashes of the window would say, and keeps few of them', () => {
  assert(
    property(array(nat(500), { maxLength: 50 }), (gaps) => {
      const times: number[] = []
      let crashes: readonly number[] = []
      for (const gap of gaps) {
        const nowMs = (times.at(-1) ?? 0) + gap
        times.push(nowMs)
        const result = recordCrash(crashes, nowMs, budget)
        crashes = result.crashes
        const inWindow = times.filter((time) => nowMs - time < budget.windowMs).length

        expect(result.isExhausted).toBe(inWindow > budget.maxRestarts)
        expect(crashes.length).toBeLessThanOrEqual(budget.maxRestarts + 1)
      }
    }),
  )
})
