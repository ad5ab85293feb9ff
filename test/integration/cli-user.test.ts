import { describe, expect, test } from 'vitest'
import { type CommandLine, commandLine, commandLineWith, usernames } from '../helpers/command-line.ts'

const password = 'correct horse battery'

describe('user add', () => {
  test('takes the password from standard input', async () => {
    const line = await commandLineWith({})
    expect(await add(line, 'alice')).toEqual({
      exitCode: 0,
      stdout: 'alice is here now, as member.',
      stderr: '',
    })
    expect(usernames(line)).toEqual(['alice'])
  })

  test('asks twice at a terminal, and echoes nothing', async () => {
    const line = await commandLineWith({})
    const { exitCode, stdout } = await line.runAtTerminal(
      ['user', 'add', 'alice', '--role', 'owner'],
      [
        ['Password: ', `${password}\r`],
        ['Once more: ', `${password}\r`],
      ],
    )
    expect(exitCode).toBe(0)
    expect(stdout.replaceAll('\r', '')).toBe('Password: \nOnce more: \nalice is here now, as owner.')
    expect(usernames(line)).toEqual(['alice'])
  })

  test('refuses two different passwords', async () => {
    const line = await commandLineWith({})
    const { exitCode, stdout } = await line.runAtTerminal(
      ['user', 'add', 'alice'],
      [
        ['Password: ', `${password}\r`],
        ['Once more: ', `${password}!\r`],
      ],
    )
    expect(exitCode).toBe(1)
    expect(stdout).toContain('Expected the same password twice')
    expect(usernames(line)).toEqual([])
  })

  test('is given up with Ctrl-C, makes nothing, and leaves the terminal its echo', async () => {
    const line = await commandLineWith({})
    const afterwards = '; code=$?; stty -a | grep -ow -- -\\\\?echo; exit $code'
    const { exitCode, stdout } = await line.runAtTerminal(
      ['user', 'add', 'alice'],
      [['Password: ', '\u0003']],
      afterwards,
    )
    expect(exitCode).toBe(130)
    expect(stdout.trimEnd().split(/\s+/).at(-1)).toBe('echo')
    expect(usernames(line)).toEqual([])
  })

  test('is given up with Ctrl-D', async () => {
    const line = await commandLineWith({})
    const { exitCode, stdout } = await line.runAtTerminal(
      ['user', 'add', 'alice'],
      [['Password: ', '\u0004']],
    )
    expect(exitCode).toBe(1)
    expect(stdout).toContain('Expected an answer, got the end of the input.')
  })

  test('wants a terminal or --password-stdin', async () => {
    const { run } = await commandLineWith({})
    expect(await run(['user', 'add', 'alice'], { input: password })).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'chat-stack: Expected a terminal to ask for the password at, got none.\nPipe the password in, and say so with --password-stdin.',
    })
  })

  test.each([
    ['of 73 bytes [P-13]', 'x'.repeat(73)],
    ['without end', 'x'.repeat(10_000_000)],
  ])('refuses a password %s', async (_, input) => {
    const line = await commandLineWith({})
    const { exitCode, stderr } = await line.run(['user', 'add', 'alice', '--password-stdin'], { input })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(
      /^chat-stack: Expected a password of at least 10 characters and at most 72 bytes of UTF-8, got \d+ characters, \d+ bytes\.$/,
    )
    expect(usernames(line)).toEqual([])
  })

  test('refuses a name that is taken before it asks for a password', async () => {
    const { runAtTerminal } = await commandLineWith({ alice: 'member' })
    const { exitCode, stdout } = await runAtTerminal(['user', 'add', 'Alice'], [])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('is taken')
    expect(stdout).not.toContain('Password')
  })

  test.each([
    ['fullwidth letters', 'ａｌｉｃｅ'],
    ['a Cyrillic letter', 'аlice'],
  ])('refuses an imitation of a name in %s', async (_, imitation) => {
    const line = await commandLineWith({ alice: 'member' })
    expect(await add(line, imitation)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `chat-stack: The username "${imitation}", or one that looks like it, is taken.`,
    })
    expect(usernames(line)).toEqual(['alice'])
  })

  test.each(['', 'a\u202Eb'])('refuses the username %j', async (name) => {
    const line = await commandLineWith({})
    const { exitCode, stderr } = await line.run(['user', 'add', '--password-stdin', '--', name], {
      input: password,
    })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('Expected a username of 1 to 32 letters')
    expect(usernames(line)).toEqual([])
  })

  test('of the same name by five at once makes one account', async () => {
    const line = await commandLineWith({})
    const ended = await Promise.all(Array.from({ length: 5 }, () => add(line, 'alice')))
    expect(ended.map(({ exitCode }) => exitCode).toSorted((a, b) => Number(a) - Number(b))).toEqual([
      0, 1, 1, 1, 1,
    ])
    expect(usernames(line)).toEqual(['alice'])
  })

  test('wants a database, and says what makes one', async () => {
    const { exitCode, stderr } = await add(commandLine(), 'alice')
    expect(exitCode).toBe(78)
    expect(stderr).toContain('"chat-stack migrate" makes it')
  })
})

describe('an account', () => {
  test('is listed for people in columns that fit Chinese names', async () => {
    const line = await commandLineWith({ olivia: 'owner' })
    await add(line, 'alice', '--display-name', '张伟')
    const since = String.raw`\d{4}-\d{2}-\d{2} \d{2}:\d{2}`
    const { stdout } = await line.run(['user', 'list'])
    expect(stdout.replaceAll(new RegExp(since, 'g'), 'yyyy-mm-dd hh:mm')).toBe(
      `USERNAME  NAME    ROLE    SINCE             STATE
olivia    olivia  owner   yyyy-mm-dd hh:mm  active
alice     张伟    member  yyyy-mm-dd hh:mm  active`,
    )
  })

  test('is found in any spelling that folds to its name', async () => {
    const { run } = await commandLineWith({ alice: 'member' })
    const { stdout } = await run(['user', 'show', 'ＡＬＩＣＥ', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      username: 'alice',
      role: 'member',
      disabled_ts: null,
      sessions: 0,
    })
  })

  test.each([
    ['alcie', 'Did you mean alice?'],
    ['', 'chat-stack user list shows them all.'],
    ["'; DROP TABLE accounts; --", 'chat-stack user list shows them all.'],
  ])('is not found as %j, which gets a next step', async (name, next) => {
    const { run } = await commandLineWith({ alice: 'member' })
    expect(await run(['user', 'show', '--', name])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `chat-stack: Expected the username of an account, got ${JSON.stringify(name)}.\n${next}`,
    })
  })

  test('gets another role, is disabled and enabled', async () => {
    const { run } = await commandLineWith({ alice: 'member' })
    await run(['user', 'role', 'alice', 'moderator'])
    await run(['user', 'disable', 'alice'])
    const disabled = JSON.parse((await run(['user', 'show', 'alice', '--json'])).stdout)
    expect(disabled).toMatchObject({ role: 'moderator', disabled_ts: expect.any(Number) })
    await run(['user', 'enable', 'alice'])
    const enabled = JSON.parse((await run(['user', 'show', 'alice', '--json'])).stdout)
    expect(enabled).toMatchObject({ role: 'moderator', disabled_ts: null })
  })

  test('gets a new password, and its sessions end', async () => {
    const line = await commandLineWith({ alice: 'member' })
    const { exitCode, stdout } = await line.run(['user', 'passwd', 'alice', '--password-stdin'], {
      input: password,
    })
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'alice has a new password, and has to log in with it everywhere.',
    })
    const sessions = await line.run(['user', 'sessions', 'alice', '--revoke-all', '--json'])
    expect(JSON.parse(sessions.stdout)).toEqual({ revoked: 0 })
  })

  test('that is removed frees its name', async () => {
    const line = await commandLineWith({ alice: 'member' })
    expect(await line.run(['user', 'remove', 'alice', '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: 'alice is removed.',
    })
    expect(usernames(line)).toEqual([])
    expect(await add(line, 'alice')).toMatchObject({ exitCode: 0 })
  })

  test.each([
    ['role', 'olivia', 'member'],
    ['disable', 'olivia'],
    ['remove', 'olivia', '--yes'],
  ])('that is the only owner is kept by %j', async (...args) => {
    const line = await commandLineWith({ olivia: 'owner', alice: 'member' })
    expect(await line.run(['user', ...args])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Expected another enabled owner, but olivia is the only one.'),
    })
    expect(usernames(line)).toEqual(['olivia', 'alice'])
  })

  test('is removed only by one who is sure', async () => {
    const line = await commandLineWith({ alice: 'member' })
    const piped = await line.run(['user', 'remove', 'alice'], { input: 'y\n' })
    expect(piped).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Expected --yes or a terminal'),
    })
    const unsure = await line.runAtTerminal(['user', 'remove', 'alice'], [['[y/N]', '\r']])
    expect(unsure.stdout).toContain('Messages stay, as those of a removed user.')
    expect(usernames(line)).toEqual(['alice'])
    await line.runAtTerminal(['user', 'remove', 'alice'], [['[y/N]', 'y\r']])
    expect(usernames(line)).toEqual([])
  })
})

function add({ run }: CommandLine, name: string, ...options: string[]) {
  return run(['user', 'add', name, '--password-stdin', ...options], { input: password })
}
