import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exclusively } from './lock.cjs'

let root: string
let file: string

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'chat-stack-lock-'))
  file = path.join(root, 'temp/setup.lock')
  mkdirSync(path.dirname(file))
})

afterEach(() => rmSync(root, { recursive: true }))

test('the lock is there while the work goes on, and gone when it ends or fails', async () => {
  expect(await exclusively(root, async () => existsSync(file))).toBe(true)
  await expect(
    exclusively(root, async () => {
      throw new Error('broken')
    }),
  ).rejects.toThrow('broken')
  expect(existsSync(file)).toBe(false)
})

test.each([
  ['a process that is gone', '999999999 1'],
  ['a process that started at another time, under the same id', `${process.pid} 1`],
])('a lock left by %s is taken over', async (_, owner) => {
  writeFileSync(file, owner)
  expect(await exclusively(root, async () => readFileSync(file, 'utf8').split(' ')[0])).toBe(
    String(process.pid),
  )
})

test('processes that come at once, to a stale lock, work one after the other', async () => {
  writeFileSync(file, '999999999 1')
  const worker = path.join(root, 'worker.cjs')
  const log = path.join(root, 'log')
  writeFileSync(
    worker,
    `const fs = require('fs')
     const { exclusively } = require(${JSON.stringify(path.join(import.meta.dirname, 'lock.cjs'))})
     exclusively(${JSON.stringify(root)}, async () => {
       fs.appendFileSync(${JSON.stringify(log)}, 'in ')
       await new Promise((resolve) => setTimeout(resolve, 20))
       fs.appendFileSync(${JSON.stringify(log)}, 'out ')
     })`,
  )
  const workers = Array.from({ length: 6 }, () => fork(worker, { stdio: 'ignore' }))
  await Promise.all(workers.map((child) => once(child, 'exit')))
  expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(6))
})
