import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createChatClient } from '../../src/client/chat-client.ts'
import { lobby, texts, until } from '../helpers/client-place.ts'
import { judge, type LedgerEntry } from '../helpers/ledger-verdict.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'
import { startTalker, storedMessages, talkativeSettings } from '../helpers/talkers.ts'

const password = 'a long enough password'

test('[promise 12] a backup under load holds every message that was acked before it began, and what is restored equals the ledger', async () => {
  const stack = await startedStack()
  const people = await Promise.all(['ann', 'bob'].map((name) => startTalker(stack, name)))
  onTestFinished(() => people.forEach((talker) => talker.stop()))
  await Promise.all(people.map((talker) => talker.untilAcked(200)))
  const before = people.map((talker) => ({ ...talker.ledger(), name: 'before' }))

  const made = await stack.run(['backup', '--json', '--output', 'kept.tar'])
  await Promise.all(people.map((talker) => talker.untilAcked(50)))
  await Promise.all(people.map((talker) => talker.settle()))
  const all = storedMessages(stack.folder)
  await Promise.all(people.map((talker) => talker.catchUp(all.at(-1)?.seq ?? 0)))
  expect(made).toMatchObject({ exitCode: 0, stderr: '' })
  expect(
    judge(
      all,
      people.map((talker) => talker.ledger()),
    ).violations,
  ).toEqual([])
  const epoch = epochOf(stack.folder)
  await stack.stop()
  const restored = await stack.run(['restore', 'kept.tar', '--json'])

  expect(restored).toMatchObject({ exitCode: 0, stderr: '' })
  const kept = storedMessages(stack.folder)
  expect(kept).toEqual(all.slice(0, kept.length))
  expect(kept.length).toBeLessThan(all.length)
  const keys = new Set(kept.map(({ key }) => key))
  const acked = before.flatMap(({ entries }) => entries.filter(isAcked))
  expect(acked.length).toBeGreaterThanOrEqual(400)
  expect(acked.filter(({ key }) => !keys.has(key ?? ''))).toEqual([])
  expect(epochOf(stack.folder)).not.toBe(epoch)
  expect(JSON.parse(restored.stdout)).toMatchObject({ counts: { messages: kept.length, accounts: 2 } })
})

test('[P-31] [P-33] a client that knew more than the backup begins anew, and then has what the database has', async () => {
  const stack = await startedStack()
  await stack.run(['user', 'add', 'ann', '--password-stdin'], password)
  const client = createChatClient({ url: stack.ws, random: () => 0 })
  onTestFinished(() => client.close())
  await client.login({ username: 'ann', password })
  const room = lobby(client).room.id
  for (const text of ['one', 'two']) await client.send(room, text)
  await until(client, () => texts(client).join() === 'one,two')
  await stack.run(['backup', '--output', 'kept.tar'])
  for (const text of ['three', 'four']) await client.send(room, text)
  await until(client, () => texts(client).join() === 'one,two,three,four')
  const resets: string[] = []
  client.on('room_reset', ({ reason }) => resets.push(reason))

  await stack.stop()
  expect(await stack.run(['restore', 'kept.tar'])).toMatchObject({ exitCode: 0 })
  const again = await startStack({
    folder: stack.folder,
    env: { ...talkativeSettings, CHAT_STACK_WS__PORT: new URL(stack.ws).port },
  })
  onTestFinished(() => again.stop())
  await until(client, () => texts(client).join() === 'one,two')

  expect(resets).toEqual(['epoch'])
  await client.send(room, 'five')
  await until(client, () => texts(client).join() === 'one,two,five')
  const { messages } = await client.request('history', { room })
  expect(lobby(client).entries.map(({ message }) => message)).toMatchObject(messages)
})

test('restore is refused with 75 while the stack runs, and leaves everything as it is', async () => {
  const stack = await startedStack()
  await stack.run(['backup', '--output', 'kept.tar'])
  const epoch = epochOf(stack.folder)

  expect(await stack.run(['restore', 'kept.tar'])).toMatchObject({
    exitCode: 75,
    stderr: expect.stringContaining('runs already') as string,
  })
  expect(epochOf(stack.folder)).toBe(epoch)
  expect(await readdir(path.join(stack.folder, 'data'))).not.toContain('copies')
})

test('a backup has a place and a name of its own, says them, and is for its owner alone', async () => {
  const stack = await startedStack()

  const first = await stack.run(['backup'])
  const inFolder = await stack.run(['backup', '--output', '.', '--json'])
  const taken = await stack.run([
    'backup',
    '--output',
    (JSON.parse(inFolder.stdout) as { path: string }).path,
  ])

  expect(first).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/\/data\/backups\/chat-stack-\d{8}T\d{6}Z\.tar$/) as string,
    stderr: expect.stringContaining('password hashes') as string,
  })
  expect(JSON.parse(inFolder.stdout)).toMatchObject({ missing: 0, pictures: 0 })
  expect(taken).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('is there already') as string })
})

/** Each is stopped, and its folder removed, when the test ends. */
async function startedStack(): Promise<TestStack> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-backup-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const stack = await startStack({ folder, env: talkativeSettings })
  onTestFinished(() => stack.stop())
  return stack
}

function epochOf(folder: string): unknown {
  const db = new Database(path.join(folder, 'data/chat.db'), { readonly: true })
  try {
    return db.prepare("SELECT value FROM meta WHERE key = 'epoch'").pluck().get()
  } finally {
    db.close()
  }
}

function isAcked({ what }: LedgerEntry): boolean {
  return what === 'acked'
}
