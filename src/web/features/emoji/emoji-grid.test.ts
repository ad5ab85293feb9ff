import { expect, test } from 'vitest'
import { movedBy, placed } from './emoji-grid.ts'

const emoji = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ emoji: `${index}`, name: '', words: '' }))
/** Ten in two rows, then three, then nine in two rows. */
const sections = placed([10, 3, 9].map((count) => ({ title: `${count}`, emoji: emoji(count) })))

test.each([
  ['ArrowDown', -1, 0],
  ['ArrowRight', -1, null],
  ['ArrowRight', 0, 1],
  ['ArrowRight', 21, 21],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 1, 9],
  ['ArrowDown', 5, 9],
  ['ArrowDown', 9, 11],
  ['ArrowDown', 12, 15],
  ['ArrowUp', 15, 12],
  ['ArrowUp', 11, 9],
  ['ArrowUp', 20, 12],
  ['ArrowUp', 3, 3],
  ['Home', 3, null],
])('%s goes from %i to %s', (key, chosen, target) => {
  expect(movedBy(key, { chosen, sections })).toBe(target)
})
