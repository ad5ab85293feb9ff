import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeBackup } from '../../src/domain/backup/make-backup.ts'
import { restoreBackup } from '../../src/domain/backup/restore-backup.ts'
import { migrate } from '../../src/domain/db/migrate.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { add, dayMs, post, register, roomOf } from '../contracts/place.ts'
import { canMount, fillDisk, remount, smallDisk } from '../helpers/small-disk.ts'
import { openTestStore, temporaryDatabasePath } from '../helpers/temporary-database.ts'

const mebibyte = 1024 * 1024

// A small disk of one's own takes the right to mount one.
describe.skipIf(!(await canMount()))('a disk', () => {
  test('[promise 3] that is full acknowledges nothing that is not kept, reads go on, and so do writes once there is space', async () => {
    const disk = await smallDisk(8 * mebibyte)
    const databasePath = path.join(disk, 'chat.db')
    await migrate(databasePath)
    const store = await openTestStore({ databasePath })
    const ada = await register(store, 'ada')
    const heard: unknown[] = []
    store.follow((events) => {
      for (const { frame } of events) heard.push((JSON.parse(frame) as { payload: { n: number } }).payload.n)
    })
    const filler = path.join(disk, 'filler')
    await writeFile(filler, Buffer.alloc(4 * mebibyte))
    const acked: number[] = []
    const refused = new Set<string>()
    const postSome = () =>
      Promise.all(
        Array.from({ length: 8 }, () =>
          post(store, ada, 'x'.repeat(2_000)).then(
            ({ n }) => void acked.push(n),
            (error: unknown) => void refused.add(error instanceof DomainError ? error.code : String(error)),
          ),
        ),
      )

    while (refused.size === 0) await postSome()
    for (let more = 0; more < 20; more += 1) await postSome()

    expect(refused).toEqual(new Set(['storage_full']))
    expect(await roomOf(store, ada)).toMatchObject({ last_n: acked.length })
    const latest = await store.read('history', { accountId: ada.id, roomId: 1, at: 'latest', limit: 1 })
    expect(JSON.parse(latest)).toMatchObject({ messages: [{ n: acked.length }] })

    await rm(filler)
    const startMs = performance.now()
    await post(store, ada, 'after')
    expect(performance.now() - startMs).toBeLessThan(1_000)
    expect(heard).toEqual([...acked, acked.length + 1])
    await store.close()
  })

  test('that is full lets messages and people be removed, again and again, and takes nothing else', async () => {
    const disk = await smallDisk(16 * mebibyte)
    const databasePath = path.join(disk, 'chat.db')
    await migrate(databasePath)
    const store = await openTestStore({ databasePath, keepEventsMs: 30 * dayMs })
    const ada = await register(store, 'ada')
    const bob = await add(store, 'bob')
    const said = await Promise.all(Array.from({ length: 50 }, () => post(store, bob, 'x'.repeat(8_000))))
    await fillDisk(disk, 0)
    const postUntilFull = async () => {
      for (;;) {
        const outcome = await post(store, ada, 'x'.repeat(8_000)).catch((error: DomainError) => error.code)
        if (outcome === 'storage_full') return
      }
    }

    for (const { messageId } of said) {
      await postUntilFull()
      const outcomes = await Promise.allSettled([
        post(store, ada, 'x'.repeat(8_000)),
        store.execute('delete_message', { accountId: bob.id, messageId }),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
    }
    await postUntilFull()
    await expect(store.execute('remove_account', { accountId: bob.id })).resolves.toBeNull()

    expect(existsSync(`${databasePath}-ballast`)).toBe(true)
    await store.close()
  })

  test('that can only be read is refused at the start, and taken once it can be written', async () => {
    const disk = await smallDisk(8 * mebibyte)
    const databasePath = path.join(disk, 'chat.db')
    await migrate(databasePath)

    remount(disk, 'ro')
    await expect(openTestStore({ databasePath })).rejects.toMatchObject({ fault: 'no_permission' })
    remount(disk, 'rw')

    const store = await openTestStore({ databasePath })
    await expect(register(store, 'ada')).resolves.toMatchObject({ username: 'ada' })
    await store.close()
  })

  test('that is full gets no part of a backup, and keeps the database that was to be replaced', async () => {
    const databasePath = await temporaryDatabasePath()
    const imagesDir = path.join(path.dirname(databasePath), 'images')
    await mkdir(imagesDir)
    await migrate(databasePath)
    const store = await openTestStore({ databasePath })
    const ada = await register(store, 'ada')
    await Promise.all(Array.from({ length: 200 }, () => post(store, ada, 'x'.repeat(8_000))))
    const disk = await smallDisk(8 * mebibyte)
    const facts = { databasePath, imagesDir, product: 'test', nowMs: Date.now() }
    // Not enough for the copy of the database; enough for that, but not for the archive.
    for (const leaveBytes of [mebibyte, 2.75 * mebibyte]) {
      const filler = await fillDisk(disk, leaveBytes)
      const backup = makeBackup({ ...facts, target: path.join(disk, 'kept.tar') })
      await expect(backup).rejects.toThrow('has no room')
      expect(await readdir(disk)).toEqual(['filler'])
      await rm(filler)
    }

    const { path: archivePath } = await makeBackup({ ...facts, target: `${databasePath}.tar` })
    const small = path.join(disk, 'chat.db')
    await migrate(small)
    const filler = await fillDisk(disk, mebibyte)
    const place = { ...facts, databasePath: small, imagesDir: path.join(disk, 'images'), endSessions: false }
    await expect(restoreBackup({ ...place, archivePath })).rejects.toThrow('has no room')
    await rm(filler)
    const stillThere = await openTestStore({ databasePath: small })
    onTestFinished(() => stillThere.close())
    await expect(register(stillThere, 'eve')).resolves.toMatchObject({ username: 'eve' })
    expect((await readdir(disk)).filter((name) => !name.startsWith('chat.db'))).toEqual(['images'])
    await stillThere.close()
  })
})
