import { expect, test } from 'vitest'
import { loadConfig } from './load.ts'
import { ConfigError, withoutSecrets } from './mistake.ts'
import { inStartOrder } from './start-order.ts'

const load = (children: unknown) =>
  loadConfig({ env: { CHAT_STACK_SUPERVISOR__CHILDREN: JSON.stringify(children) }, cwd: '/srv/chat' })

function mistakes(children: unknown): string[] {
  try {
    load(children)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.mistakes.map(({ text }) => text)
  }
}

test('a program needs a name and a command; the rest has defaults', () => {
  expect(load([{ name: 'bridge', command: './bridge' }]).supervisor.children).toEqual([
    {
      name: 'bridge',
      command: './bridge',
      args: [],
      env: {},
      cwd: '/srv/chat',
      restart: 'always',
      readyProbe: null,
      dependsOn: [],
    },
  ])
})

test.each([
  [
    [{ command: 'x' }],
    'Expected a name of small letters, digits and hyphens, at most 32, got nothing at supervisor.children[0].name',
  ],
  [
    [{ name: 'Bot', command: 'x' }],
    'Expected a name of small letters, digits and hyphens, at most 32, got "Bot" at supervisor.children[0].name',
  ],
  [[{ name: 'a' }], 'Expected a program, got nothing at supervisor.children[0].command'],
  [
    [{ name: 'a', command: 'x', readyProbe: { url: 'ftp://x' } }],
    'Expected an address of http:// or https://, got "ftp://x" at supervisor.children[0].readyProbe.url',
  ],
  [
    [{ name: 'a', command: 'x', readyProbe: { afterMs: 15_000 } }],
    'Expected less than supervisor.readyTimeoutMs (15000), got 15000 at supervisor.children[0].readyProbe.afterMs',
  ],
  [
    [{ name: 'a', command: 'x', cmd: 1 }],
    'Expected an option of supervisor.children[0], got "cmd" at supervisor.children[0].cmd',
  ],
  [
    [{ name: 'http', command: 'x' }],
    'Expected another name than http, ws, web, supervisor, got "http" at supervisor.children[0].name',
  ],
  [
    [
      { name: 'a', command: 'x' },
      { name: 'a', command: 'y' },
    ],
    'Expected a name that no other child has, got "a" at supervisor.children[1].name',
  ],
  [
    [{ name: 'a', command: 'x', dependsOn: ['http', 'b'] }],
    'Expected one of http, ws, a, got "b" at supervisor.children[0].dependsOn[1]',
  ],
  [
    [{ name: 'a', command: 'x', dependsOn: ['a'] }],
    'Expected children that do not wait for each other, got a → a at supervisor.children[0].dependsOn',
  ],
  [
    [
      { name: 'free', command: 'x', dependsOn: ['b'] },
      { name: 'b', command: 'x', dependsOn: ['c'] },
      { name: 'c', command: 'x', dependsOn: ['ws', 'b'] },
    ],
    'Expected children that do not wait for each other, got b → c → b at supervisor.children[1].dependsOn',
  ],
])('[%#] refuses %j', (children, expected) => {
  expect(mistakes(children)).toEqual([expected])
})

test('never shows what may be a token', () => {
  const secret = 'tok-4711'

  expect(mistakes([{ name: 'a', command: 'x', env: { TOKEN: [secret] } }]).join()).not.toContain(secret)
  expect(mistakes(secret).join()).not.toContain(secret)
  expect(JSON.stringify(withoutSecrets(load([{ name: 'a', command: 'x', env: { TOKEN: secret } }])))).toMatch(
    /"env":\{"TOKEN":"\(not shown\)"\}/,
  )
})

test('starts each after all that it depends on, otherwise as they are listed', () => {
  const list = [
    { name: 'assistant', dependsOn: ['memory', 'ws'] },
    { name: 'plain', dependsOn: [] },
    { name: 'memory', dependsOn: ['disk'] },
    { name: 'disk', dependsOn: [] },
  ]

  expect(inStartOrder(list).map(({ name }) => name)).toEqual(['plain', 'disk', 'memory', 'assistant'])
})
