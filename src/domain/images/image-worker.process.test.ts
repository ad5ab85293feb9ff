import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import * as corpus from '../../../test/helpers/picture-corpus.ts'
import { imageWorkerFile } from './worker-process.ts'

const parentFile = path.join(import.meta.dirname, '../../../test/fixtures/image-workers/parent.ts')

test('a worker does not outlive the server that started it, even one that was killed', {
  timeout: 60_000,
}, async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'chat-stack-worker-'))
  const source = path.join(dir, 'upload')
  await writeFile(source, await corpus.progressiveJpeg40())
  const task = { source, picture: path.join(dir, 'p'), thumbnail: path.join(dir, 't'), maxPixels: 40_000_000 }
  const parent = fork(parentFile, [imageWorkerFile, JSON.stringify(task)], { execArgv: [] })
  const [workerPid] = (await once(parent, 'message')) as [number]
  // It has its decoder, and this much of the picture.
  await expect.poll(() => residentMegabytes(workerPid), { timeout: 30_000, interval: 5 }).toBeGreaterThan(120)

  parent.kill('SIGKILL')

  await expect.poll(() => isRunning(workerPid), { timeout: 30_000 }).toBe(false)
  await rm(dir, { recursive: true })
})

function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(status(pid))?.[1] ?? 0) / 1024
}

function isRunning(pid: number): boolean {
  const state = /^State:\s+(\w)/m.exec(status(pid))?.[1]
  return state !== undefined && state !== 'Z'
}

function status(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}
