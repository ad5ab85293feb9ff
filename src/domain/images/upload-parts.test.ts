import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { partFilename, partOfFilename, type UploadPart } from './upload-part.ts'
import { findPart, removePart } from './upload-parts.ts'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'chat-stack-parts-'))
})

afterEach(async () => {
  await rm(dir, { recursive: true, force: true })
})

const mebibyte = 1024 * 1024
const nobody = () => false

function part(ownerId: number, bytes = mebibyte): UploadPart {
  return { ownerId, clientUploadId: randomUUID(), bytes, sha256: 'ab'.repeat(32) }
}

/** The later in the list, the older. */
async function put(...parts: UploadPart[]): Promise<UploadPart[]> {
  for (const [age, each] of parts.entries()) {
    const file = path.join(dir, partFilename(each))
    await writeFile(file, '')
    await utimes(file, 1_000_000 - age, 1_000_000 - age)
  }
  return parts
}

async function left(): Promise<UploadPart[]> {
  return (await readdir(dir)).flatMap((filename) => partOfFilename(filename) ?? [])
}

test('a file’s name says all of a part, and no other file is one', () => {
  const original = part(7)

  expect(partOfFilename(partFilename(original))).toEqual(original)
  for (const other of ['x.part', `${partFilename(original)}x`, `../${partFilename(original)}`, 'a.upload'])
    expect(partOfFilename(other)).toBeNull()
})

test('[P-70] finds what is there, and refuses another picture under its name', async () => {
  const [known] = (await put(part(1))) as [UploadPart]

  expect(await findPart(dir, known, nobody)).toBe(path.join(dir, partFilename(known)))
  await expect(findPart(dir, { ...known, bytes: 5 }, nobody)).rejects.toMatchObject({
    code: 'idempotency_conflict',
  })
  await findPart(dir, { ...known, ownerId: 2 }, nobody)
})

test('[P-72] the oldest that one left lying gives way to the eleventh, and nobody else’s', async () => {
  const parts = await put(...Array.from({ length: limits.maxUnfinishedUploads }, () => part(1)), part(2))
  const oldest = parts.at(-2)

  await findPart(dir, part(1), nobody)

  expect(await left()).not.toContainEqual(oldest)
  expect(await left()).toHaveLength(limits.maxUnfinishedUploads)
})

test('[P-72] what somebody works on gives way to nothing', async () => {
  const parts = await put(...Array.from({ length: limits.maxUnfinishedUploads }, () => part(1)))
  const isOldest = (other: UploadPart) => other.clientUploadId === parts.at(-1)?.clientUploadId

  await findPart(dir, part(1), isOldest)
  expect(await left()).toContainEqual(parts.at(-1))
  await expect(findPart(dir, part(1), () => true)).resolves.toEqual(expect.any(String))
  await put(part(1))
  await expect(findPart(dir, part(1), () => true)).rejects.toMatchObject({ code: 'unavailable' })
})

test('all together they may come to a gibibyte', async () => {
  const parts = await put(...Array.from({ length: 11 }, (_, owner) => part(owner, 100 * mebibyte)).slice(1))

  await findPart(dir, part(99, 100 * mebibyte), nobody)

  expect(await left()).toEqual(expect.not.arrayContaining([parts.at(-1)]))
  expect(await left()).toHaveLength(9)
})

test('is removed, however far it was, and twice is once', async () => {
  const [known] = (await put(part(1))) as [UploadPart]
  await truncate(path.join(dir, partFilename(known)), 5)

  await removePart(dir, known)
  await removePart(dir, known)

  expect(await left()).toEqual([])
})
