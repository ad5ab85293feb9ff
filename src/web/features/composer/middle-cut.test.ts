import { expect, test } from 'vitest'
import { cutPoint } from './middle-cut.ts'

test.each([
  ['Proof 14–15.jpg', ['Proof 1', '4–15.jpg']],
  ['a.png', ['', 'a.png']],
  ['no extension at all', ['no extension at', ' all']],
  ['一张很长名字的图片.jpeg', ['一张很长名', '字的图片.jpeg']],
  ['.hidden', ['.hi', 'dden']],
  ['', ['', '']],
])('keeps the end of %j', (name, parts) => {
  expect(cutPoint(name)).toEqual(parts)
  expect(cutPoint(name).join('')).toBe(name)
})
