import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../src/domain/sqlite-store.ts'
import { post, room } from '../contracts/place.ts'
import { commandLineWith } from '../helpers/command-line.ts'

interface Line {
  type: string
  [field: string]: unknown
}

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

async function filledPlace() {
  const line = await commandLineWith({ ada: 'owner', bob: 'member' })
  const databasePath = path.join(line.folder, 'data/chat.db')
  const store = await openStore({ databasePath, follow: false, sessionIdleMs: 60_000, sessionMaxMs: 60_000 })
  const [ada, bob] = await store.read('accounts', {})
  if (ada === undefined || bob === undefined) throw new Error('Expected two accounts')
  const kitchen = await room(store, ada, 'private', 'Kitchen')
  await store.execute('add_to_room', { accountId: ada.id, roomId: kitchen, userIds: [bob.id] })
  // More than a page.
  for (let n = 1; n <= 230; n += 1) await post(store, ada, `message ${n}\u2028`, { roomId: kitchen })
  const { messageId } = await post(store, bob, 'a secret', { roomId: kitchen })
  await store.execute('react', { accountId: ada.id, messageId, emoji: '👍', on: true })
  await store.execute('delete_message', { accountId: bob.id, messageId })
  await post(store, bob, 'in the lobby')
  await store.close()
  return line
}

test('export writes the place, its people, and every room with its messages in order, and no secret', async () => {
  const { run } = await filledPlace()

  const { exitCode, stdout, stderr } = await run(['export'])

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const lines = linesOf(stdout)
  expect(lines.slice(0, 5).map(({ type }) => type)).toEqual(['place', 'person', 'person', 'room', 'message'])
  expect(lines.filter(({ type }) => type === 'person')).toMatchObject([
    { username: 'ada', role: 'owner' },
    { username: 'bob', role: 'member' },
  ])
  const at = lines.findIndex(({ name }) => name === 'Kitchen')
  expect(lines[at]).toMatchObject({ kind: 'private', members: [{ role: 'owner' }, { role: 'member' }] })
  const messages = lines
    .slice(at + 1)
    .map(({ message }) => message as { n: number; text: string; deleted?: true })
  expect(messages.map(({ n }) => n)).toEqual(Array.from({ length: 231 }, (_, index) => index + 1))
  expect(messages[0]?.text).toBe('message 1\u2028')
  expect(messages.at(-1)).toMatchObject({ deleted: true, text: '' })
  expect(stdout).not.toMatch(/hash|none|a secret/)
})

test('export --room writes one room, into a file of its owner’s alone, and replaces none', async () => {
  const { run, folder } = await filledPlace()
  const file = path.join(folder, 'kitchen.jsonl')

  expect(await run(['export', '--room', 'Kitchen', '--output', 'kitchen.jsonl'])).toMatchObject({
    exitCode: 0,
  })

  const lines = linesOf(readFileSync(file, 'utf8'))
  expect(lines.filter(({ type }) => type === 'room')).toMatchObject([{ name: 'Kitchen' }])
  expect(lines.filter(({ type }) => type === 'message')).toHaveLength(231)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await run(['export', '--output', 'kitchen.jsonl'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('is there already') as string,
  })
  expect(linesOf(readFileSync(file, 'utf8'))).toEqual(lines)
})

test('export of a room that is not there says what was meant', async () => {
  const { run } = await filledPlace()

  expect(await run(['export', '--room', 'Kichen'])).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringContaining('Did you mean Kitchen?') as string,
  })
})
