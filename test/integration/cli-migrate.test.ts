import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { commandLine } from '../helpers/command-line.ts'

test('migrate makes the database, for its owner alone, and then has nothing to do', async () => {
  const { run, folder } = commandLine()
  const file = path.join(folder, 'data/chat.db')
  const first = await run(['migrate'])
  expect(first).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('applied 1 first') })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await run(['migrate', 'up'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^Nothing to do: .*chat\.db is at version \d+\.$/),
  })
})

test('migrate --dry-run says what would be done, and does nothing', async () => {
  const { run, folder } = commandLine()
  const { exitCode, stdout } = await run(['migrate', '--dry-run'])
  expect({ exitCode, stdout }).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('would apply 1 first'),
  })
  expect(readdirSync(folder)).toEqual([])
})

test('migrate status tells people and scripts what is missing', async () => {
  const { run, folder } = commandLine()
  const before = JSON.parse((await run(['migrate', 'status', '--json'])).stdout)
  expect(before).toMatchObject({ path: `${folder}/data/chat.db`, exists: false, current: 0 })
  expect(before.pending).toHaveLength(before.latest)
  await run(['migrate'])
  const after = JSON.parse((await run(['migrate', 'status', '--json'])).stdout)
  expect(after).toMatchObject({ exists: true, current: before.latest, pending: [] })
})

test('a database from the future is refused with 78, and left as it is', async () => {
  const { run, folder } = commandLine()
  await run(['migrate'])
  setVersion(path.join(folder, 'data/chat.db'), 999)
  for (const args of [['migrate'], ['migrate', 'status'], ['user', 'list']]) {
    const { exitCode, stderr } = await run(args)
    expect({ args, exitCode, stderr }).toMatchObject({ exitCode: 78, stderr: expect.stringContaining('999') })
  }
  expect(existsSync(path.join(folder, 'data/copies'))).toBe(false)
})

test('a file that is no database is refused with 78', async () => {
  const { run, folder } = commandLine()
  mkdirSync(path.join(folder, 'data'))
  writeFileSync(
    path.join(folder, 'data/chat.db'),
    'this is a letter to my grandmother, and long enough'.repeat(100),
  )
  const { exitCode, stderr } = await run(['migrate'])
  expect(exitCode).toBe(78)
  expect(stderr).toContain('chat.db')
})

test('a folder without permission is refused with what to do', async () => {
  const { run, folder } = commandLine()
  chmodSync(folder, 0o555)
  const { exitCode, stderr } = await run(['migrate'], { unprivileged: true })
  expect(exitCode).toBe(78)
  expect(stderr).toMatch(
    /^chat-stack: This user may not read and write .*; change its owner, or database\.path\.$/,
  )
})

function setVersion(file: string, version: number): void {
  const db = new Database(file)
  db.pragma(`user_version = ${version}`)
  db.close()
}
