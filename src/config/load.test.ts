import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig, loadSettings } from './load.ts'
import { ConfigError } from './mistake.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-config-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

describe('finding the file', () => {
  test('stands on the defaults, in the working directory, where there is no file', () => {
    const { config, file } = loadSettings({ env: {}, cwd: folder })
    expect(file).toBeNull()
    expect(config.http).toEqual({ host: '127.0.0.1', port: 7222, publicUrl: null, trustProxy: false })
    expect(config.ws.port).toBe(7223)
    expect(config.database.path).toBe(path.join(folder, 'data/chat.db'))
    expect(config.images.dir).toBe(path.join(folder, 'temp/images'))
  })

  test('takes --config before CHAT_STACK_CONFIG before ./chat-stack.json', () => {
    write('chat-stack.json', '{ "http": { "port": 1001 } }')
    write('variable.json', '{ "http": { "port": 1002 } }')
    write('argument.json', '{ "http": { "port": 1003 } }')
    expect(loadConfig({ env: {}, cwd: folder }).http.port).toBe(1001)
    expect(loadConfig({ env: { CHAT_STACK_CONFIG: 'variable.json' }, cwd: folder }).http.port).toBe(1002)
    const all = { path: 'argument.json', env: { CHAT_STACK_CONFIG: 'variable.json' }, cwd: folder }
    expect(loadConfig(all).http.port).toBe(1003)
  })

  test.each([
    ['--config', { path: 'gone.json' }, {}],
    ['CHAT_STACK_CONFIG', {}, { CHAT_STACK_CONFIG: 'gone.json' }],
  ])('refuses a file named by %s that is not there', (place, options, env) => {
    expect(mistakes({ ...options, env })).toEqual([
      { place, text: `Expected a config file, found nothing at ${path.join(folder, 'gone.json')}` },
    ])
  })

  test('refuses a folder, and bytes that are not UTF-8', () => {
    mkdirSync(path.join(folder, 'sub'))
    writeFileSync(path.join(folder, 'latin1.json'), Buffer.from([0x7b, 0xe9, 0x7d]))
    expect(texts({ path: 'sub' })).toEqual([`Expected a config file, found a folder at ${folder}/sub`])
    expect(texts({ path: 'latin1.json' })).toEqual([
      `Expected UTF-8, found other bytes in ${folder}/latin1.json`,
    ])
  })
})

describe('reading the file', () => {
  test('allows comments, trailing commas, a byte order mark and $schema', () => {
    write(
      'chat-stack.json',
      '\uFEFF{ // a comment\n "$schema": "x.json", /* another */ "http": { "port": 0, }, }',
    )
    const config = loadConfig({ env: {}, cwd: folder })
    expect(config.http.port).toBe(0)
    expect(config).not.toHaveProperty('$schema')
  })

  test('resolves relative paths against the folder of the file', () => {
    mkdirSync(path.join(folder, 'etc'))
    write(
      'etc/chat.json',
      '{ "database": { "path": "../db/chat.db" }, "images": { "dir": "/srv/pictures" } }',
    )
    const config = loadConfig({ path: 'etc/chat.json', env: {}, cwd: folder })
    expect(config.database.path).toBe(path.join(folder, 'db/chat.db'))
    expect(config.images.dir).toBe('/srv/pictures')
  })

  test('freezes all of it', () => {
    const config = loadConfig({
      env: { CHAT_STACK_WS__ALLOWED_ORIGINS: '["https://a.example"]' },
      cwd: folder,
    })
    expect(Object.isFrozen(config)).toBe(true)
    expect(Object.isFrozen(config.http)).toBe(true)
    expect(Object.isFrozen(config.ws.allowedOrigins)).toBe(true)
  })

  test.each([
    ['{ "http": { "port": 1 }\n "ws": {} }', 'chat-stack.json:2:2', 'Expected a comma, got "\\"ws\\""'],
    ['{ "http" { } }', 'chat-stack.json:1:10', 'Expected a colon, got "{"'],
    [
      '{ port: 1 }',
      'chat-stack.json:1:3',
      'Expected a value: a number, true, false, null, a list, or a text in double quotes, got "port"',
    ],
    ['{ "http": {', 'chat-stack.json:1:12', 'Expected a closing brace }, got the end of the file'],
    [
      '{ "http": "open\n}',
      'chat-stack.json:1:11',
      'Expected a closing double quote on the same line, got "\\"open"',
    ],
    ['', 'chat-stack.json:1:1', 'Expected a value, got the end of the file'],
    ['// nothing', 'chat-stack.json:1:11', 'Expected a value, got the end of the file'],
    ['[1]', 'chat-stack.json:1', 'Expected options in braces, got [1] at the top'],
    ['{} {}', 'chat-stack.json:1:4', 'Expected the end of the file, got "{"'],
    ['{"a":'.repeat(100_000), 'chat-stack.json', 'Expected a few levels of braces, got too many'],
  ])('says where the syntax is wrong, and what was expected: case %#', (text, place, mistake) => {
    write('chat-stack.json', text)
    expect(mistakes()).toEqual([{ place, text: mistake }])
  })

  test('refuses an option that is there twice, since one of the two would be silently lost', () => {
    write('chat-stack.json', '{ "http": { "port": 1 },\n  "http": {} }')
    expect(mistakes()).toEqual([
      { place: 'chat-stack.json:2', text: 'Expected http once, got it a second time' },
    ])
  })

  test('takes __proto__ for the unknown name that it is', () => {
    write('chat-stack.json', '{ "http": { "__proto__": { "port": 1 } } }')
    expect(texts()).toEqual(['Expected an option of http, got "__proto__" at http.__proto__'])
  })
})

describe('mistakes', () => {
  test('are told all at once, each with its line or its variable', () => {
    write(
      'chat-stack.json',
      `{
  "http": { "port": 70000, "prot": 1 },
  "ws": { "allowedOrigins": ["https://fine.example", "https://chat.example/"] },
  "auth": {
    "registration": "public"
  },
  "htpt": {}
}`,
    )
    expect(mistakes({ env: { CHAT_STACK_WS__PORT: 'many', CHAT_STACK_AUTH__BCRYPT_COSTS: '12' } })).toEqual([
      {
        place: 'CHAT_STACK_AUTH__BCRYPT_COSTS',
        text: 'Expected the variable of an option, got CHAT_STACK_AUTH__BCRYPT_COSTS; did you mean CHAT_STACK_AUTH__BCRYPT_COST?',
      },
      { place: 'chat-stack.json:2', text: 'Expected a port from 0 to 65535, got 70000 at http.port' },
      {
        place: 'chat-stack.json:2',
        text: 'Expected an option of http, got "prot" (did you mean "port"?) at http.prot',
      },
      { place: 'CHAT_STACK_WS__PORT', text: 'Expected a port from 0 to 65535, got "many" at ws.port' },
      {
        place: 'chat-stack.json:3',
        text: 'Expected an origin such as https://chat.example.org: no path, and no slash at the end, got "https://chat.example/" at ws.allowedOrigins[1]',
      },
      {
        place: 'chat-stack.json:5',
        text: 'Expected one of auto, open, invite, closed, got "public" at auth.registration',
      },
      { place: 'chat-stack.json:7', text: 'Expected a section, got "htpt" (did you mean "http"?) at htpt' },
    ])
  })

  test('end with exit code 78, and a message that holds them all', () => {
    write('chat-stack.json', '{ "http": { "port": "70000" }, "log": 3 }')
    const error = failure()
    expect(error.exitCode).toBe(78)
    expect(error.message).toBe(
      `Expected settings without mistakes, got 2:
  chat-stack.json:1: Expected a port from 0 to 65535, got "70000" at http.port
  chat-stack.json:1: Expected options in braces, got 3 at log`,
    )
  })

  test('are looked for between options too, and beside other mistakes', () => {
    write('chat-stack.json', '{ "http": { "port": 7223 }, "auth": { "bcryptCost": 99 } }')
    expect(texts()).toEqual([
      'Expected a whole number from 4 to 16, got 99 at auth.bcryptCost',
      'Expected another port than http.port, got 7223 at ws.port',
    ])
  })

  test.each([
    [{ ws: { port: 7222 } }, 'Expected another port than http.port, got 7222 at ws.port'],
    [
      { http: { publicUrl: 'https://a.example' }, ws: { publicUrl: 'ws://a.example/ws' } },
      'Expected a wss:// address, since browsers refuse ws:// in a page of https://, got "ws://a.example/ws" at ws.publicUrl',
    ],
    [
      { auth: { sessionIdleMs: 120_000, sessionMaxMs: 60_000 } },
      'Expected at most auth.sessionMaxMs (60000), got 120000 at auth.sessionIdleMs',
    ],
    [
      { supervisor: { backoffMinMs: 500, backoffMaxMs: 100 } },
      'Expected at most supervisor.backoffMaxMs (100), got 500 at supervisor.backoffMinMs',
    ],
    [
      { database: { path: '/x/data/chat.db' }, images: { dir: '/x/data' } },
      'Expected a file outside images.dir, whose files are swept, got "/x/data/chat.db" at database.path',
    ],
  ])('contradictions: %j', (settings, text) => {
    write('chat-stack.json', JSON.stringify(settings))
    expect(texts()).toEqual([text])
  })

  test('two ports of 0 are two ports', () => {
    write('chat-stack.json', '{ "http": { "port": 0 }, "ws": { "port": 0 } }')
    expect(loadConfig({ env: {}, cwd: folder }).ws.port).toBe(0)
  })

  test.each([
    ['http', 'host', 'http://127.0.0.1'],
    ['http', 'host', '[::1]'],
    ['http', 'publicUrl', 'https://chat.example/path'],
    ['http', 'publicUrl', 'https://user:word@chat.example'],
    ['http', 'publicUrl', 'ftp://chat.example'],
    ['ws', 'publicUrl', 'https://chat.example/ws'],
    ['http', 'trustProxy', true],
    ['http', 'trustProxy', ['10.0.0.0/33']],
    ['http', 'trustProxy', ['my proxy']],
    ['database', 'path', '~/chat.db'],
    ['database', 'path', ''],
    ['limits', 'requestsPerSecond', 0.5],
    ['supervisor', 'watch', 'yes'],
  ])('%s.%s refuses %j', (section, key, value) => {
    write('chat-stack.json', JSON.stringify({ [section]: { [key]: value } }))
    expect(texts()).toEqual([
      expect.stringMatching(new RegExp(`^Expected .+, got .+ at ${section}\\.${key}`)),
    ])
  })

  test.each([
    ['http', 'host', '::1'],
    ['http', 'host', 'chat.internal'],
    ['http', 'publicUrl', 'https://chat.example:8443'],
    ['ws', 'publicUrl', 'wss://chat.example/ws'],
    ['http', 'trustProxy', 1],
    ['http', 'trustProxy', ['loopback', '10.0.0.0/8', 'fd00::/8', '192.0.2.1']],
  ])('%s.%s takes %j', (section, key, value) => {
    write('chat-stack.json', JSON.stringify({ [section]: { [key]: value } }))
    expect(loadConfig({ env: {}, cwd: folder })).toMatchObject({ [section]: { [key]: value } })
  })
})

describe('the environment', () => {
  test('replaces what the file says, by the type of each option', () => {
    write('chat-stack.json', '{ "http": { "port": 1, "host": "::1" } }')
    const env = {
      CHAT_STACK_HTTP__PORT: '8080',
      CHAT_STACK_HTTP__TRUST_PROXY: '["loopback"]',
      CHAT_STACK_WS__PUBLIC_URL: 'wss://chat.example/ws',
      CHAT_STACK_SUPERVISOR__WATCH: 'true',
      chat_stack_auth__bcrypt_cost: '5',
    }
    const { config, variables } = loadSettings({ env, cwd: folder })
    expect(config.http).toEqual({ host: '::1', port: 8080, publicUrl: null, trustProxy: ['loopback'] })
    expect(config.ws.publicUrl).toBe('wss://chat.example/ws')
    expect(config.supervisor.watch).toBe(true)
    expect(config.auth.bcryptCost).toBe(5)
    expect(variables).toEqual(Object.keys(env))
  })

  test('takes back what the file set, with null', () => {
    write('chat-stack.json', '{ "http": { "publicUrl": "https://chat.example" } }')
    expect(
      loadConfig({ env: { CHAT_STACK_HTTP__PUBLIC_URL: 'null' }, cwd: folder }).http.publicUrl,
    ).toBeNull()
  })

  test('has paths that start at the working directory, and may be numbers', () => {
    mkdirSync(path.join(folder, 'etc'))
    write('etc/chat.json', '{}')
    const env = { CHAT_STACK_DATABASE__PATH: '2026', CHAT_STACK_CONFIG: 'etc/chat.json' }
    const config = loadConfig({ env, cwd: folder })
    expect(config.database.path).toBe(path.join(folder, '2026'))
    expect(config.images.dir).toBe(path.join(folder, 'etc/temp/images'))
  })

  test('is not believed where a single underscore makes it miss its option', () => {
    expect(texts({ env: { CHAT_STACK_HTTP_PORT: '1' } })).toEqual([
      'Expected the variable of an option, got CHAT_STACK_HTTP_PORT; did you mean CHAT_STACK_HTTP__PORT?',
    ])
  })

  test('may hold other variables of ours, and those of others', () => {
    const env = { CHAT_STACK_CHILD_CONFIG: '{}', CHAT_STACK_DEBUG: '1', HTTP__PORT: 'x', HOME: undefined }
    expect(loadConfig({ env, cwd: folder }).http.port).toBe(7222)
  })

  test('cannot mend a section that is no section', () => {
    write('chat-stack.json', '{ "http": 3 }')
    expect(texts({ env: { CHAT_STACK_HTTP__PORT: '80' } })).toEqual([
      'Expected options in braces, got 3 at http',
    ])
  })
})

function write(name: string, text: string): void {
  writeFileSync(path.join(folder, name), text)
}

function failure(options: { path?: string; env?: Record<string, string> } = {}): ConfigError {
  try {
    loadConfig({ env: {}, cwd: folder, ...options })
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('Expected a ConfigError, got a config')
}

function mistakes(options: { path?: string; env?: Record<string, string> } = {}) {
  return failure(options).mistakes
}

function texts(options: { path?: string; env?: Record<string, string> } = {}): string[] {
  return mistakes(options).map(({ text }) => text)
}
