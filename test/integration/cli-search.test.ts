import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { prepareDatabase } from '../../src/cli/prepare-database.ts'
import { configSchema } from '../../src/config/schema.ts'
import type { Store } from '../../src/domain/store.ts'
import { type CommandLine, commandLineWith } from '../helpers/command-line.ts'
import { present } from '../helpers/present.ts'
import { openTestStore } from '../helpers/temporary-database.ts'

const anyPorts = { CHAT_STACK_HTTP__PORT: '0', CHAT_STACK_WS__PORT: '0' }

test('the index can be looked at and begun anew; what serves the messages fills it again', async () => {
  const line = await commandLineWith({ olivia: 'owner' })
  await talk(line)
  expect((await line.run(['search', 'status'])).stdout).toBe('3 of 3 messages are indexed.')

  const rebuilt = await line.run(['search', 'rebuild'])

  expect(rebuilt).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('is empty') })
  const { stdout } = await line.run(['search', 'status', '--json'])
  expect(JSON.parse(stdout)).toEqual({ messages: 3, new_left: 0, old_left: 3 })
  await indexed(await openTestStore({ databasePath: databaseOf(line) }))
})

test('doctor tells a damaged index from a damaged database, and a start makes it anew', async () => {
  const line = await commandLineWith({ olivia: 'owner' })
  await talk(line)
  expect(await searchFinding(line)).toMatchObject({ state: 'ok', fact: '3 messages are indexed' })
  damageIndex(databaseOf(line))

  expect(await searchFinding(line)).toMatchObject({
    state: 'warning',
    mend: expect.stringContaining('search rebuild'),
  })
  await prepareDatabase(configSchema.parse({ database: { path: databaseOf(line) } }))

  expect(await searchFinding(line)).toMatchObject({ fact: '3 of 3 messages are still to be indexed' })
})

function databaseOf({ folder }: CommandLine): string {
  return path.join(folder, 'data/chat.db')
}

async function talk(line: CommandLine): Promise<void> {
  const store = await openTestStore({ databasePath: databaseOf(line) })
  const olivia = present(await store.read('account_by_username', { username: 'olivia' }), 'olivia')
  const post = { senderId: olivia.id, roomId: null, clientMessageId: null, imageIds: [], replyTo: null }
  for (const text of ['heron', '上海', 'egret']) await store.execute('post_message', { ...post, text })
  await indexed(store)
  await store.close()
}

async function indexed(store: Store): Promise<void> {
  for (;;) {
    const { newLeft, oldLeft } = await store.read('search_state', {})
    if (newLeft + oldLeft === 0) return
  }
}

async function searchFinding(line: CommandLine): Promise<Finding | undefined> {
  const { stdout } = await line.run(['doctor', '--json'], { env: anyPorts })
  return (JSON.parse(stdout) as Finding[]).find(({ check }) => check === 'search')
}

function damageIndex(databasePath: string): void {
  const db = new Database(databasePath)
  db.unsafeMode(true)
  db.exec("UPDATE search_index_data SET block = X'00FF00FF' WHERE id > 10")
  db.close()
}
