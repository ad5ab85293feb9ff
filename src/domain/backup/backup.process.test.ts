import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { post, register } from '../../../test/contracts/place.ts'
import {
  archiveAround,
  backwardsArchive,
  boastingArchive,
  climbingArchive,
  folderInPlace,
  foreignArchive,
  withSchema,
} from '../../../test/helpers/hostile-archives.ts'
import { openTestStore } from '../../../test/helpers/temporary-database.ts'
import { checkDatabase } from '../db/check.ts'
import { migrate } from '../db/migrate.ts'
import { newImageFilenames } from '../images/filename.ts'
import type { Store } from '../store.ts'
import { makeBackup } from './make-backup.ts'
import { restoreBackup } from './restore-backup.ts'

const nowMs = 1_800_000_000_000

describe('a backup', () => {
  test('has the database and the pictures that it names, for its owner alone, and any tar can read it', async () => {
    const place = await openPlace()
    const shown = await addPicture(place, 'a picture of a cat')
    await writeFile(path.join(place.imagesDir, 'stranger.txt'), 'not ours')

    const made = await makeBackup(place.backup)

    expect(made).toMatchObject({ path: place.backup.target, schema: place.schema, pictures: 2, missing: 0 })
    expect((await stat(made.path)).mode & 0o777).toBe(0o600)
    const listed = execFileSync('tar', ['-tf', made.path]).toString().trim().split('\n')
    expect(listed).toEqual([
      'chat.db',
      `images/${shown.picture}`,
      `images/${shown.thumbnail}`,
      'manifest.json',
    ])
    const cat = execFileSync('tar', ['-xOf', made.path, `images/${shown.picture}`]).toString()
    expect(cat).toBe('a picture of a cat')
    expect(await readdir(path.dirname(made.path))).toEqual(['kept.tar'])
  })

  test('is made while others write, and is whole', async () => {
    const place = await openPlace()
    const { store, ada } = place
    const enough = new AbortController()
    const acked: number[] = []
    const talking = (async () => {
      while (!enough.signal.aborted) {
        const posted = await Promise.all(Array.from({ length: 5 }, () => post(store, ada, 'hello')))
        acked.push(...posted.map(({ n }) => n))
      }
    })()
    while (acked.length < 500) await new Promise(setImmediate)
    const before = acked.length

    await makeBackup(place.backup)
    enough.abort()
    await talking

    const elsewhere = await emptyPlace()
    const { counts } = await restoreBackup({ ...elsewhere, archivePath: place.backup.target })
    checkDatabase(elsewhere.databasePath)
    expect(counts.messages).toBeGreaterThanOrEqual(before)
    expect(numbersIn(elsewhere.databasePath)).toEqual(acked.slice(0, counts.messages))
  })

  test('counts the pictures whose files are gone, and does without', async () => {
    const place = await openPlace()
    const { thumbnail } = await addPicture(place, 'soon deleted')
    await rm(path.join(place.imagesDir, thumbnail))

    expect(await makeBackup(place.backup)).toMatchObject({ pictures: 1, missing: 1 })
    await restoreBackup({ ...(await emptyPlace()), archivePath: place.backup.target })
  })

  test('replaces nothing', async () => {
    const place = await openPlace()
    await writeFile(place.backup.target, 'precious')

    await expect(makeBackup(place.backup)).rejects.toThrow('is there already')
    expect(await readFile(place.backup.target, 'utf8')).toBe('precious')
  })

  test('that is given up leaves nothing', async () => {
    const place = await openPlace()
    await addPicture(place, 'a picture')
    const signal = AbortSignal.abort(new Error('enough'))

    await expect(makeBackup({ ...place.backup, signal })).rejects.toThrow('enough')
    expect(await readdir(path.dirname(place.backup.target))).toEqual([])
  })

  test('of a damaged database is refused, and says so', async () => {
    const place = await openPlace()
    await place.store.close()
    await damage(place.databasePath)

    await expect(makeBackup(place.backup)).rejects.toMatchObject({ fault: 'damaged' })
    expect(await readdir(path.dirname(place.backup.target))).toEqual([])
  })
})

describe('restoring', () => {
  test('[P-33] brings back all of it under a new epoch, and keeps what was there', async () => {
    const place = await openPlace()
    const { store, ada } = place
    const lost = await addPicture(place, 'a picture of a cat')
    await post(store, ada, 'in the backup')
    const { epoch } = await store.read('place', {})
    await makeBackup(place.backup)
    await post(store, ada, 'after it')
    await store.close()
    await rm(path.join(place.imagesDir, lost.picture))

    const restored = await restoreBackup({ ...place, archivePath: place.backup.target })

    expect(restored.counts).toEqual({ accounts: 1, rooms: 1, messages: 1, pictures: 1 })
    expect(restored.epoch).not.toBe(epoch)
    expect(await readFile(path.join(place.imagesDir, lost.picture), 'utf8')).toBe('a picture of a cat')
    expect((await stat(place.databasePath)).mode & 0o777).toBe(0o600)
    expect(await leftovers(place)).toEqual([])
    const again = await openTestStore(place)
    expect((await again.read('place', {})).epoch).toBe(restored.epoch)
    expect(await post(again, ada, 'life goes on')).toMatchObject({ n: 2 })
    await again.close()

    const undone = await restoreBackup({
      ...{ ...place, nowMs: nowMs + 1_000 },
      archivePath: String(restored.copyPath),
    })
    expect(undone.counts).toMatchObject({ messages: 2 })
  })

  test('takes the place of a database that is damaged, which is kept as it lies', async () => {
    const place = await openPlace()
    await makeBackup(place.backup)
    await place.store.close()
    await damage(place.databasePath)
    const damaged = await readFile(place.databasePath)

    const { copyPath } = await restoreBackup({ ...place, archivePath: place.backup.target })

    checkDatabase(place.databasePath)
    const kept = await readFile(String(copyPath))
    // Its first page says whether there is a WAL.
    expect(kept.subarray(4_096).equals(damaged.subarray(4_096))).toBe(true)
  })

  test('leaves no part of the WAL of what was there', async () => {
    const place = await openPlace()
    await makeBackup(place.backup)
    await place.store.close()
    await writeFile(`${place.databasePath}-wal`, randomBytes(8_192))

    await restoreBackup({ ...place, archivePath: place.backup.target })

    expect(await leftovers(place)).toEqual([])
    checkDatabase(place.databasePath)
  })

  test('with endSessions logs everybody out', async () => {
    const place = await openPlace()
    const open = { accountId: place.ada.id, provenHash: 'hash of ada', device: 'x', grant: 'token' } as const
    const { secret } = await place.store.execute('open_session', open)
    await makeBackup(place.backup)
    await place.store.close()
    const isLoggedIn = async () => {
      const store = await openTestStore(place)
      const found = await store.read('session_by_token', { token: secret })
      await store.close()
      return found !== null
    }

    await restoreBackup({ ...place, archivePath: place.backup.target })
    expect(await isLoggedIn()).toBe(true)
    await restoreBackup({
      ...place,
      archivePath: place.backup.target,
      endSessions: true,
      nowMs: nowMs + 9_000,
    })

    expect(await isLoggedIn()).toBe(false)
  })

  test('is refused while another program uses the database', async () => {
    const place = await openPlace()
    await makeBackup(place.backup)

    await expect(restoreBackup({ ...place, archivePath: place.backup.target })).rejects.toMatchObject({
      fault: 'locked',
    })
    await expect(post(place.store, place.ada, 'still here')).resolves.toMatchObject({ n: 1 })
  })

  test.each([
    [
      'is cut off in the middle',
      (file: string, size: number) => truncate(file, Math.floor(size / 2)),
      'breaks off',
    ],
    ['has no manifest', (file: string, size: number) => truncate(file, size - 2_048), 'breaks off'],
    ['has a wrong byte in the database', (file: string) => flip(file, 40_000), 'chat.db is damaged'],
    ['has a wrong byte in a header', (file: string) => flip(file, 10), 'a header is damaged'],
    [
      'is something else',
      (file: string) => writeFile(file, 'Dear diary, '.repeat(1_000)),
      'a header is damaged',
    ],
    ['is an archive of something else', foreignArchive, 'it holds'],
    ['leads out of the folder', climbingArchive, 'it holds'],
    ['has no database in it', (file: string) => archiveAround(file, Buffer.alloc(0)), 'no database of ours'],
    [
      'has something else for a database',
      (file: string) => archiveAround(file, Buffer.from('Dear diary, '.repeat(1_000))),
      'no database of ours',
    ],
    ['is a folder', folderInPlace, 'no file'],
    ['leads back to its own beginning', backwardsArchive, 'no size'],
    ['says that it is longer than it is', boastingArchive, 'breaks off'],
  ])('an archive that %s is refused, and nothing is touched', async (_, spoil, why) => {
    const place = await openPlace()
    await addPicture(place, 'a picture')
    const { path: archivePath, bytes } = await makeBackup(place.backup)
    await post(place.store, place.ada, 'newer')
    await place.store.close()
    await spoil(archivePath, bytes)

    await expect(restoreBackup({ ...place, archivePath })).rejects.toThrow(why)

    expect(numbersIn(place.databasePath)).toEqual([1])
    expect(await leftovers(place)).toEqual([])
    expect(await readdir(path.dirname(place.databasePath))).not.toContain('copies')
  })

  test('a backup of a newer program is refused with 78', async () => {
    const place = await openPlace()
    await place.store.close()
    await makeBackup(place.backup)
    const archivePath = await withSchema(place.backup.target, 999)

    await expect(restoreBackup({ ...place, archivePath })).rejects.toMatchObject({
      fault: 'schema_newer',
      exitCode: 78,
    })
    expect(await leftovers(place)).toEqual([])
  })
})

interface PlaceOnDisk {
  databasePath: string
  imagesDir: string
  product: string
  nowMs: number
  endSessions: boolean
}

async function emptyPlace(): Promise<PlaceOnDisk> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-backup-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const imagesDir = path.join(folder, 'images')
  return {
    ...{ databasePath: path.join(folder, 'data/chat.db'), imagesDir },
    ...{ product: 'test', nowMs, endSessions: false },
  }
}

async function openPlace() {
  const place = await emptyPlace()
  await mkdir(place.imagesDir)
  const { to: schema } = await migrate(place.databasePath)
  const store = await openTestStore(place)
  const ada = await register(store, 'ada')
  const kept = path.join(path.dirname(place.imagesDir), 'kept')
  await mkdir(kept)
  return { ...place, schema, store, ada, backup: { ...place, target: path.join(kept, 'kept.tar') } }
}

async function addPicture(
  { store, ada, imagesDir }: { store: Store; ada: { id: number }; imagesDir: string },
  content: string,
) {
  const names = newImageFilenames()
  await writeFile(path.join(imagesDir, names.picture), content)
  await writeFile(path.join(imagesDir, names.thumbnail), 'small')
  await store.execute('add_image', {
    ...{ ownerId: ada.id, filename: names.picture, thumbFilename: names.thumbnail },
    ...{ width: 1, height: 1, bytes: content.length },
  })
  return names
}

function numbersIn(databasePath: string): unknown[] {
  const db = new Sqlite(databasePath, { readonly: true })
  const numbers = db.prepare('SELECT n FROM messages ORDER BY n').pluck().all()
  db.close()
  return numbers
}

/** What neither the database nor the pictures are. */
async function leftovers({ databasePath, imagesDir }: PlaceOnDisk): Promise<string[]> {
  const data = await readdir(path.dirname(databasePath))
  const pictures = await readdir(imagesDir)
  const known = new Set(['chat.db', 'chat.db.migrate-lock', 'copies'])
  return [...data.filter((name) => !known.has(name)), ...pictures.filter((name) => !name.endsWith('.webp'))]
}

async function damage(databasePath: string): Promise<void> {
  const content = await readFile(databasePath)
  content.fill(0x5a, 4 * 4_096, 6 * 4_096)
  await writeFile(databasePath, content)
}

async function flip(file: string, at: number): Promise<void> {
  const content = await readFile(file)
  content[at] = (content[at] ?? 0) ^ 0xff
  await writeFile(file, content)
}
