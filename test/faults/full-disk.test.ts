import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../src/domain/db/migrate.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { post, register, roomOf } from '../contracts/place.ts'
import { openTestStore } from '../helpers/temporary-database.ts'

const mebibyte = 1024 * 1024

// A small disk of one's own takes the right to mount one.
test.skipIf(!(await canMount()))(
  '[promise 3] on a full disk nothing is acknowledged that is not kept, reads go on, and so do writes once there is space',
  async () => {
    const disk = await smallDisk(8 * mebibyte)
    const databasePath = path.join(disk, 'chat.db')
    await migrate(databasePath)
    const store = await openTestStore({ databasePath })
    const ada = await register(store, 'ada')
    const heard: unknown[] = []
    store.follow((events) => {
      for (const { frame } of events) heard.push((JSON.parse(frame) as { payload: { n: number } }).payload.n)
    })
    const ballast = path.join(disk, 'ballast')
    await writeFile(ballast, Buffer.alloc(4 * mebibyte))
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

    await rm(ballast)
    const startMs = performance.now()
    await post(store, ada, 'after')
    expect(performance.now() - startMs).toBeLessThan(1_000)
    expect(heard).toEqual([...acked, acked.length + 1])
    await store.close()
  },
)

async function canMount(): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function smallDisk(bytes: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-disk-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'tmpfs', folder])
  onTestFinished(() => void execFileSync('umount', [folder]))
  return folder
}
