import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { commandLine } from '../helpers/command-line.ts'
import { program } from '../helpers/program.ts'

describe('help', () => {
  test('goes to standard output, and ends with 0', async () => {
    const { exitCode, stdout, stderr } = await commandLine().run(['--help'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toContain('Commands:')
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
    [['user', 'lst'], "unknown command 'lst'\nDid you mean list?"],
    [['help', 'nothing'], "unknown command 'nothing'\nchat-stack --help shows how it is used."],
    [['user', 'list', '--jsno'], "unknown option '--jsno'\nDid you mean --json?"],
    [
      ['user', 'add', 'a', '--role', 'king'],
      "option '--role <role>' argument 'king' is invalid. Allowed choices are owner, moderator, member.\nchat-stack user add --help shows how it is used.",
    ],
  ])('%j', async (args, message) => {
    const { run } = commandLine()
    expect(await run(args)).toEqual({ exitCode: 2, stdout: '', stderr: `chat-stack: ${message}` })
  })
})

describe('colour', () => {
  const plain = "chat-stack: unknown command 'usre'\nDid you mean user?"

  test('is used where it is forced, red for what is wrong and dim for what to do', async () => {
    const { stderr } = await commandLine().run(['usre'], { env: { FORCE_COLOR: '1' } })
    expect(stderr).toBe(
      "\u001b[31mchat-stack: unknown command 'usre'\u001b[39m\n\u001b[2mDid you mean user?\u001b[22m",
    )
  })

  test('is used at a terminal, unless NO_COLOR is set', async () => {
    const { runAtTerminal } = commandLine()
    expect((await runAtTerminal(['usre'], [])).stdout.replaceAll('\r', '')).toBe(plain)
  })

  test('is not used with --no-color, nor into a pipe', async () => {
    const { run } = commandLine()
    expect((await run(['--no-color', 'usre'], { env: { FORCE_COLOR: '1' } })).stderr).toBe(plain)
    expect((await run(['usre'])).stderr).toBe(plain)
  })
})

test('says nothing where the reader of its output has left', async () => {
  const child = spawn(process.execPath, [program, 'config', 'schema'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('completes commands, options and choices in bash', async () => {
  const { run } = commandLine()
  const { stdout } = await run(['completion', 'bash'])
  const complete = (...words: string[]) => {
    const line = `COMP_WORDS=(chat-stack ${words.join(' ')}); COMP_CWORD=${words.length}`
    const script = `${stdout}\n${line}; _chat_stack; echo "\${COMPREPLY[@]}"`
    return text(spawn('bash', ['-c', script]).stdout).then((reply) => reply.trim())
  }
  expect(await complete('us')).toBe('user')
  expect(await complete('user', 'a')).toBe('add')
  expect(await complete('user', 'add', 'alice', '--ro')).toBe('--role')
  expect(await complete('completion', 'f')).toBe('fish')
})
