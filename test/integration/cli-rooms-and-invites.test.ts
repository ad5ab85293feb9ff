import { beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../src/domain/sqlite-store.ts'
import { type CommandLine, commandLineWith } from '../helpers/command-line.ts'
import { startStack } from '../helpers/stack-process.ts'

let line: CommandLine

beforeEach(async () => {
  line = await commandLineWith({ olivia: 'owner', alice: 'member', carol: 'member' })
})

describe('rooms', () => {
  test('are made, and listed with the private ones', async () => {
    expect(await line.run(['room', 'create', '厨房', '--topic', 'Who cooks?'])).toMatchObject({
      exitCode: 0,
      stdout: '厨房 is here now, open; its owner is olivia.',
    })
    await line.run(['room', 'create', 'Plans', '--private', '--owner', 'alice'])
    const { stdout } = await line.run(['room', 'list', '--json'])
    expect(JSON.parse(stdout)).toEqual([
      expect.objectContaining({ name: 'Everyone', kind: 'open', is_default: true, members: 3, messages: 0 }),
      expect.objectContaining({ name: 'Plans', kind: 'private', is_default: false, members: 1 }),
      expect.objectContaining({ name: '厨房', kind: 'open', topic: 'Who cooks?', members: 1 }),
    ])
  })

  test('are archived and brought back', async () => {
    await line.run(['room', 'create', 'Kitchen'])

    expect(await line.run(['room', 'archive', 'kitchen'])).toMatchObject({ exitCode: 0 })
    expect((await line.run(['room', 'list'])).stdout).toContain('open, archived')
    const back = await line.run(['room', 'unarchive', 'Kitchen'])

    expect(back).toMatchObject({ exitCode: 0, stdout: 'Kitchen is back.' })
  })

  test('are named by their id where several have the same name', async () => {
    await line.run(['room', 'create', 'Plans', '--private'])
    await line.run(['room', 'create', 'plans', '--private'])

    const several = await line.run(['room', 'archive', 'Plans'])
    const [, id = ''] = /by its id: (\d+)/.exec(several.stderr) ?? []

    expect(several).toMatchObject({ exitCode: 1 })
    expect(await line.run(['room', 'archive', id])).toMatchObject({ exitCode: 0 })
  })

  test.each([
    ['Everyone', 'Everyone is the default one'],
    ['Everione', 'Did you mean Everyone?'],
  ])('are not archived: %s', async (name, message) => {
    const outcome = await line.run(['room', 'archive', name])
    expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) })
  })

  test('get an owner by hand, also where nobody is left', async () => {
    await line.run(['room', 'create', 'Plans', '--private'])

    const named = await line.run(['room', 'role', 'plans', 'Alice', 'owner'])
    const disabled = await line.run(['user', 'disable', 'alice'])

    expect(named).toMatchObject({ exitCode: 0, stdout: 'alice is owner of Plans.' })
    expect(disabled).toMatchObject({ exitCode: 0 })
    expect(JSON.parse((await line.run(['room', 'list', '--json'])).stdout)[1]).toMatchObject({ members: 2 })
    expect((await line.run(['room', 'audit', 'Plans'])).stdout).toMatch(/\(operator\) +role +alice +owner/)
  })

  test.each([
    [
      ['Plans', 'olivia', 'member'],
      'Expected Plans to have an owner, but with olivia as member it would have none.',
    ],
    [['Everyone', 'alice', 'owner'], 'in Everyone one’s role is that in the place.'],
    [['Plans', 'carol', 'owner'], 'Expected somebody who can come in, but carol is disabled.'],
  ])('do not get these roles: %j', async (args, message) => {
    await line.run(['room', 'create', 'Plans', '--private'])
    await line.run(['user', 'disable', 'carol'])
    const outcome = await line.run(['room', 'role', ...args])
    expect(outcome).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) })
  })

  test('tell what was done to them, and by whom', async () => {
    await line.run(['room', 'create', 'Kitchen'])
    await line.run(['room', 'archive', 'Kitchen'])
    await line.run(['room', 'unarchive', 'Kitchen'])

    const { stdout } = await line.run(['room', 'audit', 'Kitchen', '--json'])
    const { stdout: table } = await line.run(['room', 'audit', 'Kitchen', '--limit', '1'])

    expect(JSON.parse(stdout)).toEqual([
      { ts: expect.any(Number), action: 'unarchive', actor: null, target: null, detail: null },
      { ts: expect.any(Number), action: 'archive', actor: null, target: null, detail: null },
    ])
    expect(table).toMatch(/^WHEN .*\n.* \(operator\) +unarchive$/)
    expect(await line.run(['room', 'audit', 'Kitchen', '--limit', '0'])).toMatchObject({ exitCode: 2 })
  })

  test('cannot move the cursor of the terminal that lists them', async () => {
    await line.run(['room', 'create', 'Kitchen', '--topic', 'one\u001b[2Jtwo\nthree\u202Efour'])
    const { stdout } = await line.run(['room', 'list'])
    expect(stdout).toContain('one�[2Jtwo�three�four')
  })

  test.each([
    [['room', 'create', 'everyone'], 'A room called "everyone", or by a name that looks like it, exists.'],
    [['room', 'create', ' x'], 'Expected a name of 1 to 64 visible characters'],
    [['room', 'create', 'x', '--owner', 'alcie'], 'Did you mean alice?'],
  ])('are refused: %j', async (args, message) => {
    expect(await line.run(args)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(message) })
  })
})

describe('invites', () => {
  test('are made as a link whose secret lets somebody register, and no more once they are revoked', async () => {
    const env = { CHAT_STACK_HTTP__PUBLIC_URL: 'https://chat.example' }
    const { stdout } = await line.run(['invite', 'create'], { env })
    const secret = /^https:\/\/chat\.example\/#invite=([\w-]{43})$/.exec(stdout)?.[1] ?? ''
    expect(await register('bob', secret)).toBe('bob')
    const [invite] = JSON.parse((await line.run(['invite', 'list', '--json'])).stdout)
    expect(invite).toMatchObject({ created_by: 'olivia', uses: 1 })
    expect(await line.run(['invite', 'revoke', invite.invite_id])).toMatchObject({ exitCode: 0 })
    expect(await register('carol', secret)).toBe('invite_invalid')
    expect(JSON.parse((await line.run(['invite', 'list', '--json'])).stdout)).toEqual([])
  })

  test('lead to the stack that runs, though it was started with a port of its own', async () => {
    const { logged } = startStack(line.folder)
    const { open } = (await logged('started')) as { open: string }

    const { stdout } = await line.run(['invite', 'create'], { env: { CHAT_STACK_HTTP__PORT: '7222' } })

    expect(stdout).toContain(`${open}/#invite=`)
  })

  test('are listed as long as they let somebody in', async () => {
    const { stdout } = await line.run(['invite', 'create', '--max-uses', '1', '--expires', 'never', '--json'])
    const { link } = JSON.parse(stdout)
    expect((await line.run(['invite', 'list'])).stdout).toMatch(
      /^1 {3}olivia {3}.+ {2}0 of 1 {2}it is revoked$/m,
    )
    expect(await register('bob', link.split('=')[1])).toBe('bob')
    expect(JSON.parse((await line.run(['invite', 'list', '--json'])).stdout)).toEqual([])
  })

  test.each([
    [['invite', 'create', '--as', 'alice'], 1, 'You may not do this.'],
    [['invite', 'create', '--max-uses', '0'], 2, 'Expected a whole number from 1 to 10000.'],
    [['invite', 'create', '--expires', 'soon'], 2, 'Expected a time such as 30m, 12h, 7d or 2w'],
    [['invite', 'revoke', '99'], 1, 'Expected the id of an invite, got 99.'],
    [['invite', 'revoke', 'x'], 1, 'Expected an id of an invite'],
  ])('are refused: %j', async (args, exitCode, message) => {
    expect(await line.run(args)).toMatchObject({ exitCode, stderr: expect.stringContaining(message) })
  })

  test('say that nobody can use them where registration is closed', async () => {
    const env = { CHAT_STACK_AUTH__REGISTRATION: 'closed' }
    const { stderr } = await line.run(['invite', 'create'], { env })
    expect(stderr).toContain('auth.registration is "closed": nobody can use it now.')
  })
})

/** As a person who opened the link would; the name, or why not. */
async function register(username: string, secret: string): Promise<string> {
  const databasePath = `${line.folder}/data/chat.db`
  const store = await openStore({ databasePath, follow: false, sessionIdleMs: 60_000, sessionMaxMs: 60_000 })
  try {
    const person = { username, displayName: null, placeName: null, passwordHash: 'x', secret }
    const account = await store.execute('register', { ...person, registration: 'invite' })
    return account.username
  } catch (error) {
    return String((error as { code?: unknown }).code)
  } finally {
    await store.close()
  }
}
