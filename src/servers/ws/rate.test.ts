import { describe, expect, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { configSchema } from '../../config/schema.ts'
import { bounds } from './bounds.ts'
import { createRates } from './rate.ts'

function setUp() {
  const clock = createManualClock()
  const config = configSchema.parse({
    limits: { messagesPerSecond: 5, messageBurst: 2, loginAttemptsPerMinute: 3 },
  })
  return { clock, rates: createRates({ config, clock }) }
}

describe('rates', () => {
  test('[P-42] messages are counted for each user, whatever the connection', () => {
    const { rates, clock } = setUp()
    expect([rates.takeMessage(1), rates.takeMessage(1)]).toEqual([0, 0])
    expect(rates.takeMessage(1)).toBe(200)
    expect(rates.takeMessage(2)).toBe(0)
    clock.advance(200)
    expect(rates.takeMessage(1)).toBe(0)
  })

  test('[P-72] pictures are counted for each user: forty at once, then four a second', () => {
    const { rates, clock } = setUp()
    const waits = Array.from({ length: 40 }, () => rates.takeUpload(1))
    expect(new Set(waits)).toEqual(new Set([0]))
    expect(rates.takeUpload(1)).toBe(250)
    expect(rates.takeUpload(2)).toBe(0)
    clock.advance(250)
    expect(rates.takeUpload(1)).toBe(0)
  })

  test('[P-42] new names are taken three times at once, then once a minute', () => {
    const { rates, clock } = setUp()
    expect([1, 2, 3].map(() => rates.takeRename(1))).toEqual([0, 0, 0])
    expect(rates.takeRename(1)).toBe(60_000)
    expect(rates.takeRename(2)).toBe(0)
    clock.advance(60_000)
    expect(rates.takeRename(1)).toBe(0)
  })

  test('[P-42] typing is told once in three seconds for each room', () => {
    const { rates, clock } = setUp()
    expect([rates.takeTyping(1, 10), rates.takeTyping(1, 20)]).toEqual([0, 0])
    expect(rates.takeTyping(1, 10)).toBe(3_000)
    clock.advance(3_000)
    expect(rates.takeTyping(1, 10)).toBe(0)
  })

  test('wrong passwords slow the name down where they came from, and nowhere else', () => {
    const { rates, clock } = setUp()
    for (let attempt = 0; attempt < 3; attempt += 1) rates.takeGuess('Ann', '198.51.100.1')

    expect(rates.takeGuess('Ann', '198.51.100.1')).toBe(20_000)
    expect(rates.takeGuess('ann', '198.51.100.1')).toBe(20_000)
    expect(rates.takeGuess('ANN', '198.51.100.1')).toBe(20_000)
    expect(rates.takeGuess('Ann', '203.0.113.9')).toBe(0)
    expect(rates.takeGuess('Bob', '198.51.100.1')).toBe(0)
    clock.advance(20_000)
    expect(rates.takeGuess('Ann', '198.51.100.1')).toBe(0)
  })

  test('a password that was right is no guess', () => {
    const { rates } = setUp()
    for (let logIn = 0; logIn < 100; logIn += 1) {
      expect(rates.takeGuess('Ann', '198.51.100.1')).toBe(0)
      rates.returnGuess('Ann', '198.51.100.1')
    }
    for (let guess = 0; guess < 3; guess += 1) expect(rates.takeGuess('Ann', '198.51.100.1')).toBe(0)
    expect(rates.takeGuess('Ann', '198.51.100.1')).toBe(20_000)
  })

  test('many names from one address do not make many guesses', () => {
    const { rates } = setUp()
    const guesses = 3 * bounds.attemptsPerAddressFactor
    for (let guess = 0; guess < guesses; guess += 1) rates.takeGuess(`name${guess}`, '198.51.100.1')
    expect(rates.takeGuess('another', '198.51.100.1')).toBeGreaterThan(0)
    expect(rates.takeGuess('another', '203.0.113.9')).toBe(0)
  })

  test('what is remembered is bounded, and what was taken last is kept', () => {
    const { rates } = setUp()
    for (let id = 1; id <= bounds.maxRememberedKeys + 1; id += 1) {
      rates.takeMessage(id)
      rates.takeMessage(id)
    }
    expect(rates.takeMessage(bounds.maxRememberedKeys + 1)).toBeGreaterThan(0)
    expect(rates.takeMessage(1)).toBe(0)
  })
})
