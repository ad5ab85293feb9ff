import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { subcommands } from '../../src/cli/subcommands.ts'
import { commandLine } from '../helpers/command-line.ts'

const entry = path.resolve(import.meta.dirname, '../../bin/chat-stack.ts')
const everyCommand = subcommands.flatMap((one) =>
  'load' in one ? [one.name] : one.subcommands.map((child) => `${one.name} ${child.name}`),
)

describe('help', () => {
  test('goes to standard output, names every command, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await commandLine().run(['--help'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const { name, summary } of subcommands)
      expect(stdout).toMatch(new RegExp(`${name} +${summary.slice(0, 20)}`))
  })

  test.each(everyCommand)('of %s has examples and the global options', async (name) => {
    const { exitCode, stdout } = await commandLine().run([...name.split(' '), '--help'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('Examples:\n  $ ')
    expect(stdout).toContain('--config <file>')
  })

  test('is also what "help" before a command shows', async () => {
    const { run } = commandLine()
    expect(await run(['help', 'user', 'add'])).toEqual(await run(['user', 'add', '--help']))
  })

  test('is what a call without a command gets, on standard error, with 2', async () => {
    const { exitCode, stdout, stderr } = await commandLine().run([])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toContain('Commands:')
  })
})

describe('wrong usage ends with 2, and suggests what was meant', () => {
  test.each([
    [['usre'], "unknown command 'usre'\nDid you mean user?"],
    [['user', 'lst'], "unknown command 'lst'\nDid you mean list?"],
    [['user', 'list', '--jsno'], "unknown option '--jsno'\nDid you mean --json?"],
    [
      ['user', 'add'],
      "missing required argument 'username'\nchat-stack user add --help shows how it is used.",
    ],
    [
      ['user', 'add', 'a', '--role', 'king'],
      "option '--role <role>' argument 'king' is invalid. Allowed choices are owner, moderator, member.\nchat-stack user add --help shows how it is used.",
    ],
    [
      ['invite', 'create', '--expires', 'soon'],
      'Expected a time such as 30m, 12h, 7d or 2w, up to 365d, or never, got "soon".',
    ],
  ])('%j', async (args, message) => {
    expect(await commandLine().run(args)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `chat-stack: ${message}`,
    })
  })
})

describe('colour', () => {
  test('is used where it is forced, red for what is wrong and dim for what to do', async () => {
    const { stderr } = await commandLine().run(['usre'], { env: { FORCE_COLOR: '1' } })
    expect(stderr).toBe(
      "\u001b[31mchat-stack: unknown command 'usre'\u001b[39m\n\u001b[2mDid you mean user?\u001b[22m",
    )
  })

  test.each([
    [['--no-color', 'usre'], { FORCE_COLOR: '1' }],
    [['usre'], { NO_COLOR: '1' }],
    [['usre'], {}],
  ])('is not used with %j and %j', async (args, env) => {
    const { stderr } = await commandLine().run(args, { env })
    expect(stderr).toBe("chat-stack: unknown command 'usre'\nDid you mean user?")
  })
})

test('says nothing where the reader of its output has left', async () => {
  const child = spawn(process.execPath, [entry, 'config', 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const [code] = await once(child, 'close')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('completes commands and options in bash', async () => {
  const { run, folder } = commandLine()
  const { stdout } = await run(['completion', 'bash'])
  const complete = (...words: string[]) => {
    const line = `COMP_WORDS=(chat-stack ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}`
    const child = spawn('bash', ['-c', `${stdout}\n${line}; _chat_stack; echo "\${COMPREPLY[@]}"`], {
      cwd: folder,
    })
    return new Response(child.stdout as never).text().then((text) => text.trim())
  }
  expect(await complete('us')).toBe('user')
  expect(await complete('user', 'a')).toBe('add')
  expect(await complete('user', 'add', 'alice', '--ro')).toBe('--role')
  expect(await complete('completion', 'f')).toBe('fish')
})
