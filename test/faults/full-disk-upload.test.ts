import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { DomainError } from '../../src/domain/errors.ts'
import { createImageIntake } from '../../src/domain/images/intake.ts'
import type { Store } from '../../src/domain/store.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { silentLog } from '../../src/platform/log.ts'
import { canMount, smallDisk } from '../helpers/small-disk.ts'

const mebibyte = 1024 * 1024
const chunk = 128 * 1024

test.skipIf(!(await canMount()))(
  '[promise 3] a picture for which the disk has no room stops where it is, and goes on there once there is space',
  async () => {
    const disk = await smallDisk(2 * mebibyte)
    const store = { read: async () => null } as unknown as Pick<Store, 'execute' | 'read'>
    const settings = { dir: disk, maxBytes: 10 * mebibyte, maxPixels: 1, quotaBytesPerUser: null }
    const images = createImageIntake({ ...settings, store, log: silentLog, clock: systemClock })
    onTestFinished(() => images.close())
    const ballast = path.join(disk, 'ballast')
    await writeFile(ballast, Buffer.alloc(mebibyte))
    const bytes = randomBytes(1.5 * mebibyte)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const part = { ownerId: 1, clientUploadId: randomUUID(), bytes: bytes.length, sha256 }

    /** Sends chunk by chunk, as far as it goes; why it stops, and how much was acked. */
    async function send(): Promise<{ from: number; ackedBytes: number; error: DomainError }> {
      const failed = Promise.withResolvers<DomainError>()
      let ackedBytes = 0
      const listener = {
        progressed(written: number) {
          ackedBytes = written
          next()
        },
        finished: () => failed.reject(new Error('Expected random bytes to be no picture')),
        failed: failed.resolve,
      }
      const begun = await images.uploads.begin(part, { mime: 'image/png', listener })
      if (begun.kind !== 'open') throw new Error('Expected an upload that is open')
      ackedBytes = begun.offset
      const next = () => {
        const piece = bytes.subarray(ackedBytes, ackedBytes + chunk)
        if (piece.length > 0) begun.upload.receive(listener, ackedBytes, piece)
      }
      next()
      return { error: await failed.promise, from: begun.offset, ackedBytes }
    }

    const first = await send()
    const second = await send()
    await rm(ballast)
    const third = await send()

    expect([first.error.code, second.error.code, third.error.code]).toEqual([
      'storage_full',
      'storage_full',
      'unsupported_media',
    ])
    expect(first.ackedBytes).toBeGreaterThan(mebibyte / 2)
    expect(second.from).toBeGreaterThanOrEqual(first.ackedBytes)
    expect(third).toMatchObject({ from: second.from, ackedBytes: bytes.length })
  },
)
