import { afterEach, beforeEach, expect, vi } from 'vitest'

const noise: string[] = []

process.on('warning', (warning) => {
  if (warning.name !== 'ExperimentalWarning') noise.push(String(warning))
})

beforeEach(() => {
  noise.length = 0
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...args) => void noise.push(args.map(String).join(' ')))
  }
})

/** A warning that nobody expected is a fault that nobody has noticed; a test that expects one spies on it. */
afterEach(() => {
  expect(noise, 'unexpected warnings or errors').toEqual([])
})
