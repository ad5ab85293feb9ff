import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashOf, readStamp, writeStamp } from './stamp.cjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'chat-stack-stamp-'))
  mkdirSync(path.join(root, 'src/deep'), { recursive: true })
  writeFileSync(path.join(root, 'src/deep/a.ts'), 'one')
})

afterEach(() => rmSync(root, { recursive: true }))

const hash = (): string =>
  hashOf(root, ['src', 'tsconfig.json'], (name: string) => !name.endsWith('.test.ts'))

test('the same content has the same hash, whenever it was written', () => {
  const before = hash()
  writeFileSync(path.join(root, 'src/deep/a.ts'), 'one')
  expect(hash()).toBe(before)
})

test.each([
  ['an edited file', 'src/deep/a.ts', 'two'],
  ['a new file', 'src/b.ts', ''],
  ['a file that was missing', 'tsconfig.json', '{}'],
])('%s changes the hash', (_, file, text) => {
  const before = hash()
  writeFileSync(path.join(root, file), text)
  expect(hash()).not.toBe(before)
})

test('a renamed file changes the hash', () => {
  const before = hash()
  rmSync(path.join(root, 'src/deep/a.ts'))
  writeFileSync(path.join(root, 'src/deep/b.ts'), 'one')
  expect(hash()).not.toBe(before)
})

test('a test file is no source', () => {
  const before = hash()
  writeFileSync(path.join(root, 'src/a.test.ts'), 'test')
  expect(hash()).toBe(before)
})

test('a stamp is read as it was written, and is undefined where there is none', () => {
  const file = path.join(root, '.stamp')
  expect(readStamp(file)).toBeUndefined()
  writeStamp(file, 'abc')
  expect(readStamp(file)).toBe('abc')
})
