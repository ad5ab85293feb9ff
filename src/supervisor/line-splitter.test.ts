import { array, assert, integer, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { createLineSplitter } from './line-splitter.ts'

test('gives the same lines however the stream was cut', () => {
  assert(
    property(
      array(string({ unit: 'grapheme', maxLength: 12 }).filter((line) => !/[\r\n]/.test(line))),
      array(integer({ min: 1, max: 9 }), { minLength: 1 }),
      (lines, sizes) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
        const splitter = createLineSplitter({ maxLineBytes: 1_000 })
        const got: string[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1
          got.push(...splitter.push(bytes.subarray(at, at + size)))
          at += size
        }

        expect([...got, ...splitter.end()]).toEqual(lines)
      },
    ),
  )
})

test('cuts a line that is too long, and goes on after it', () => {
  const splitter = createLineSplitter({ maxLineBytes: 4 })

  expect(splitter.push(Buffer.from('abc'))).toEqual([])
  expect(splitter.push(Buffer.from('defgh'))).toEqual(['abcd…'])
  expect(splitter.push(Buffer.from('ijk\nlast'))).toEqual([])
  expect(splitter.push(Buffer.from('\nfour\n'))).toEqual(['last', 'four'])
})

test('gives an unfinished last line at the end, and drops a carriage return', () => {
  const splitter = createLineSplitter({ maxLineBytes: 100 })

  expect(splitter.push(Buffer.from('one\r\ntwo'))).toEqual(['one'])
  expect(splitter.end()).toEqual(['two'])
  expect(splitter.end()).toEqual([])
})

test('does not join what lies on both sides of a gap', () => {
  const splitter = createLineSplitter({ maxLineBytes: 100 })
  splitter.push(Buffer.from('before'))

  splitter.lose()

  expect(splitter.push(Buffer.from('after\nnext\n'))).toEqual(['next'])
})
