import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest'

const noise: string[] = []

function note(warning: Error): void {
  if (warning.name !== 'ExperimentalWarning') noise.push(String(warning))
}

// One process runs many files, and this module for each.
process.on('warning', note)
afterAll(() => void process.off('warning', note))

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
