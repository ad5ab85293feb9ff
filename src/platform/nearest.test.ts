import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

test.each([
  ['prot', 'port', 'swapped letters'],
  ['hsot', 'host', 'swapped letters'],
  ['bcryptcost', 'bcryptCost', 'another case'],
  ['trustProxies', 'trustProxy', 'an ending'],
  ['por', 'port', 'a letter left out'],
])('finds what %s was meant to be: %s (%s)', (typed, meant) => {
  expect(nearest(typed, ['host', 'port', 'publicUrl', 'trustProxy', 'bcryptCost'])).toBe(meant)
})

test('suggests nothing where nothing is close', () => {
  expect(nearest('colour', ['host', 'port'])).toBeUndefined()
})

test('prefers the closest, whatever its place', () => {
  expect(nearest('alica', ['alicia', 'alice', 'malik'])).toBe('alicia')
  expect(nearest('alicee', ['alicia', 'alice'])).toBe('alice')
})
