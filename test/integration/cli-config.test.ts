import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { configJsonSchema } from '../../src/config/json-schema.ts'
import { commandLine } from '../helpers/command-line.ts'

describe('config check', () => {
  test('tells five mistakes at once, each with its place, and ends with 78', async () => {
    const { run, folder } = commandLine()
    writeFileSync(
      path.join(folder, 'chat-stack.json'),
      `{
  "http": { "port": 70000, "hots": "::1" },
  "ws": { "publicUrl": "https://chat.example" },
  "auth": { "registration": "everyone" }
}`,
    )
    const ended = await run(['config', 'check'], { env: { CHAT_STACK_LOG__LEVEL: 'loud' } })
    expect(ended).toEqual({
      exitCode: 78,
      stdout: '',
      stderr: `chat-stack: Expected settings without mistakes, got 5:
  chat-stack.json:2: Expected a port from 0 to 65535, got 70000 at http.port
  chat-stack.json:2: Expected an option of http, got "hots" (did you mean "host"?) at http.hots
  chat-stack.json:3: Expected an address such as wss://chat.example.org/ws, got "https://chat.example" at ws.publicUrl
  chat-stack.json:4: Expected one of auto, open, invite, closed, got "everyone" at auth.registration
  CHAT_STACK_LOG__LEVEL: Expected one of debug, info, warn, error, silent, got "loud" at log.level`,
    })
  })

  test('says what is in effect, and why, where all is fine', async () => {
    const { run, folder } = commandLine()
    writeFileSync(path.join(folder, 'mine.json'), '{ "http": { "host": "0.0.0.0", "port": 0 } }')
    const { exitCode, stdout } = await run(['--config', 'mine.json', 'config', 'check'])
    expect(exitCode).toBe(0)
    expect(stdout).toBe(`${folder}/mine.json is fine.
HTTP              0.0.0.0:any free port
WebSocket         127.0.0.1:7223
Registration      by invite (auto, since http.host is 0.0.0.0)
Database          ${folder}/data/chat.db
Images            ${folder}/temp/images
Set by variables  CHAT_STACK_AUTH__BCRYPT_COST`)
  })

  test('is refused a file that this user may not read', async () => {
    const { run, folder } = commandLine()
    writeFileSync(path.join(folder, 'chat-stack.json'), '{}')
    chmodSync(path.join(folder, 'chat-stack.json'), 0)
    chmodSync(folder, 0o755)
    const { exitCode, stderr } = await run(['config', 'check'], { unprivileged: true })
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 78,
      stderr: expect.stringContaining('was refused'),
    })
  })
})

test('config print prints file, variables and defaults together', async () => {
  const { run, folder } = commandLine()
  writeFileSync(path.join(folder, 'chat-stack.json'), '{ "ws": { "port": 1234 } }')
  const { stdout } = await run(['config', 'print'], { env: { CHAT_STACK_HTTP__TRUST_PROXY: '2' } })
  expect(JSON.parse(stdout)).toMatchObject({
    http: { port: 7222, trustProxy: 2 },
    ws: { port: 1234 },
    database: { path: `${folder}/data/chat.db` },
    auth: { bcryptCost: 4 },
  })
})

describe('config init', () => {
  test('writes a file for its owner alone, that is fine as it is', async () => {
    const { run, folder } = commandLine()
    expect(await run(['config', 'init'])).toMatchObject({ exitCode: 0 })
    const file = path.join(folder, 'chat-stack.json')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain('    // "port": 7222,')
    expect(await run(['config', 'check'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`${file} is fine.`),
    })
  })

  test('never writes over a file', async () => {
    const { run, folder } = commandLine()
    const file = path.join(folder, 'chat-stack.json')
    writeFileSync(file, 'mine')
    const { exitCode, stderr } = await run(['config', 'init'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`Expected no file at ${file} yet, found one; it stays as it is.`)
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })
})

test('config schema prints the JSON Schema', async () => {
  const { stdout } = await commandLine().run(['config', 'schema'])
  expect(JSON.parse(stdout)).toEqual(configJsonSchema())
})
