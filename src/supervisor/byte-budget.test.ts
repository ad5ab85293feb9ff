import { expect, test } from 'vitest'
import { createByteBudget } from './byte-budget.ts'

function createBudget() {
  let nowMs = 0
  const clock = { monotonicMs: () => nowMs }
  const limits = { bytesPerSecond: 10, burstBytes: 100, dropReportIntervalMs: 1_000 }
  const budget = createByteBudget(clock, limits)
  return {
    budget,
    pass: (ms: number) => {
      nowMs += ms
    },
  }
}

test('allows the burst, then what comes in with time', () => {
  const { budget, pass } = createBudget()

  expect(budget.spend(100)).toBe(true)
  expect(budget.spend(1)).toBe(false)
  pass(1_000)
  expect(budget.spend(10)).toBe(true)
  expect(budget.spend(1)).toBe(false)
})

test('saves up no more than the burst', () => {
  const { budget, pass } = createBudget()
  pass(1_000_000)

  expect(budget.spend(101)).toBe(false)
})

test('tells what was dropped, not more often than it should', () => {
  const { budget, pass } = createBudget()
  budget.spend(150)
  expect(budget.takeDropped()).toBe(150)

  budget.spend(120)
  expect(budget.takeDropped()).toBe(0)
  pass(1_000)
  expect(budget.takeDropped()).toBe(120)
  expect(budget.takeDropped()).toBe(0)
})

test('tells the rest at the end', () => {
  const { budget } = createBudget()
  budget.spend(150)
  budget.takeDropped()
  budget.spend(120)

  expect(budget.takeAllDropped()).toBe(120)
})
