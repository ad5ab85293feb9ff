import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { startWatcher } from './watcher.ts'

async function watchTwo() {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-watch-'))
  for (const name of ['http', 'ws', 'shared', 'data']) mkdirSync(path.join(folder, name))
  const changes: string[] = []
  let wake = () => {}
  const stop = await startWatcher({
    paths: new Map([
      ['http', [path.join(folder, 'http'), path.join(folder, 'shared')]],
      ['ws', [path.join(folder, 'ws'), path.join(folder, 'shared')]],
    ]),
    debounceMs: 150,
    clock: systemClock,
    onChange: (child) => {
      changes.push(child)
      wake()
    },
  })
  onTestFinished(async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    changes,
    write: (file: string) => writeFileSync(path.join(folder, file), String(Math.random())),
    changed: () =>
      new Promise<void>((resolve) => {
        wake = resolve
      }),
  }
}

test('names only the child whose program has changed', async () => {
  const { write, changes, changed } = await watchTwo()
  const next = changed()

  write('http/main.ts')
  await next

  expect(changes).toEqual(['http'])
})

test('names every child that a shared file belongs to', async () => {
  const { write, changes, changed } = await watchTwo()

  write('shared/limits.ts')
  await changed()
  if (changes.length < 2) await changed()

  expect(changes.toSorted()).toEqual(['http', 'ws'])
})

test('takes a thousand changes at once for one', async () => {
  const { write, changes, changed } = await watchTwo()
  const next = changed()

  for (let index = 0; index < 1_000; index += 1) write(`ws/file-${index}.ts`)
  await next
  write('http/main.ts')
  await changed()

  expect(changes).toEqual(['ws', 'http'])
})

test('is not woken by data, logs or tests', async () => {
  const { write, changes, changed } = await watchTwo()
  const next = changed()

  write('data/chat.ts')
  write('http/out.log')
  write('http/main.test.ts')
  write('ws/chat.db-wal')
  // Comes after them, so that there is something to wait for.
  write('ws/main.js')
  await next

  expect(changes).toEqual(['ws'])
})
