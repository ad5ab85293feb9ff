import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPictureFiles, type PictureFile } from './picture-files.ts'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'chat-stack-files-'))
})

afterEach(() => rm(dir, { recursive: true, force: true }))

const textOf = (file: PictureFile | null) => (file !== null && 'bytes' in file ? file.bytes.toString() : null)

test('reads a small file once', async () => {
  const files = createPictureFiles(dir)
  await writeFile(path.join(dir, 'a'), 'a')
  await files.open('a')
  await rm(path.join(dir, 'a'))

  expect(textOf(await files.open('a'))).toBe('a')
})

test('keeps no more in memory than it may, and forgets first what was not asked for longest', async () => {
  const files = createPictureFiles(dir, 25)
  for (const name of ['a', 'b', 'c']) await writeFile(path.join(dir, name), name.repeat(10))
  for (const name of ['a', 'b', 'a', 'c']) await files.open(name)
  for (const name of ['a', 'b', 'c']) await rm(path.join(dir, name))

  const kept = await Promise.all(['a', 'b', 'c'].map((name) => files.open(name)))

  expect(kept.map((file) => file !== null)).toEqual([true, false, true])
})
