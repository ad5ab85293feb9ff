import { describe, expect, test } from 'vitest'
import { isAtLeast, minimumOf } from './version.cjs'

describe('isAtLeast', () => {
  test.each([
    ['22.22.0', '22.22', true],
    ['22.22.1', '22.22', true],
    ['v24.0.0', '22.22', true],
    ['100.0.0', '22.22', true],
    ['22.21.9', '22.22', false],
    ['22.3.0', '22.22', false],
    ['20.99.99', '22.22', false],
    ['22.22.0-nightly', '22.22', true],
  ])('%s against %s: %s', (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected)
  })
})

describe('minimumOf', () => {
  test('reads the one form of range that package.json uses', () => {
    expect(minimumOf('>=22.22')).toBe('22.22')
  })

  test('refuses any other form rather than guess', () => {
    expect(() => minimumOf('^22 || ^24')).toThrow(
      'Expected an engines range such as ">=22.22", got "^22 || ^24"',
    )
  })
})
