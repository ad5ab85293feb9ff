import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { silentLog } from '../../platform/log.ts'
import type { Store } from '../store.ts'
import { newImageFilenames } from './filename.ts'
import { sweepImages } from './sweep.ts'
import { partFilename } from './upload-part.ts'

const hourMs = 60 * 60 * 1000

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'chat-stack-sweep-'))
})

afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

test('removes the files of pictures that nobody sent', async () => {
  const { picture, thumbnail } = newImageFilenames()
  await put(picture, 0)
  await put(thumbnail, 0)

  const swept = await sweep({ unsent: [picture, thumbnail] })

  expect(swept).toEqual({ unsent: 2, stray: 0 })
  expect(await readdir(dir)).toEqual([])
})

test('removes a file without a row after a day, and not before', async () => {
  const [old, young] = [newImageFilenames().picture, newImageFilenames().picture]
  await put(old, 25 * hourMs)
  await put(young, 23 * hourMs)

  const swept = await sweep({})

  expect(swept).toEqual({ unsent: 0, stray: 1 })
  expect(await readdir(dir)).toEqual([young])
})

test('keeps an old file that has a row', async () => {
  const { picture } = newImageFilenames()
  await put(picture, 1000 * hourMs)

  await sweep({ known: [picture] })

  expect(await readdir(dir)).toEqual([picture])
})

test('removes an upload that its process abandoned, and no upload that goes on', async () => {
  await mkdir(path.join(dir, '.incoming'))
  await put('.incoming/dead.upload', 2 * hourMs)
  await put('.incoming/live.upload', 0)

  await sweep({})

  expect(await readdir(path.join(dir, '.incoming'))).toEqual(['live.upload'])
})

test('[P-72] keeps what came of an upload for a day after its last byte', async () => {
  await mkdir(path.join(dir, '.incoming'))
  const part = (ownerId: number) =>
    `.incoming/${partFilename({ ownerId, clientUploadId: crypto.randomUUID(), bytes: 5, sha256: 'ab'.repeat(32) })}`
  const [old, young] = [part(1), part(2)]
  await put(old, 25 * hourMs)
  await put(young, 23 * hourMs)

  await sweep({})

  expect(await readdir(path.join(dir, '.incoming'))).toEqual([path.basename(young)])
})

test('touches nothing that chat-stack cannot have made, whatever it is told', async () => {
  await put('.gitkeep', 1000 * hourMs)
  await put('holiday.webp', 1000 * hourMs)

  await sweep({ unsent: ['../escape', 'holiday.webp'] })

  expect(await readdir(dir)).toEqual(['.gitkeep', 'holiday.webp'])
})

test('has nothing to do where no picture ever came', async () => {
  await rm(dir, { recursive: true })

  expect(await sweep({})).toEqual({ unsent: 0, stray: 0 })
})

function sweep({ unsent = [], known = [] }: { unsent?: string[]; known?: string[] }) {
  const store = {
    execute: async () => ({ filenames: unsent.splice(0, 1) }),
    read: async (_kind: string, { filenames }: { filenames: string[] }) =>
      filenames.filter((filename) => known.includes(filename)),
  } as unknown as Store
  return sweepImages({ dir, keepUnsentMs: 24 * hourMs, store, log: silentLog, clock: systemClock })
}

async function put(filename: string, ageMs: number): Promise<void> {
  const file = path.join(dir, filename)
  await writeFile(file, 'x')
  const time = new Date(Date.now() - ageMs)
  await utimes(file, time, time)
}
