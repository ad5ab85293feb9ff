import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { configOptions } from '../../src/config/options.ts'
import { validate } from '../../src/config/validate.ts'
import { exitCodes } from '../../src/platform/exit-codes.ts'

const root = path.join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const operations = read('docs/operations.md')

const settings = [...operations.matchAll(/^```json\n(.*?)^```/gms)].map(([, text = '']) => text)

test.each(settings)('[%#] settings in the operations guide are without mistakes', (text) => {
  expect(validate(JSON.parse(text), () => '/srv/chat').problems).toEqual([])
})

test('the guide names no option that does not exist', () => {
  const known = new Set(configOptions().map(({ name }) => name))
  const named = [...operations.matchAll(/`((?:http|ws|database|events|images|supervisor|log)\.\w+)`/g)]

  expect(named.length).toBeGreaterThan(10)
  expect(named.map(([, name = '']) => name).filter((name) => !known.has(name))).toEqual([])
})

test('the guide lists every exit code but that of a prompt that was left', () => {
  const table = [...operations.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code))

  expect(table).toEqual(Object.values(exitCodes).filter((code) => code !== exitCodes.interrupted))
})

test('the units and the image use commands and settings that exist', () => {
  const files = ['chat-stack.service', 'chat-stack.socket', 'chat-stack-ws.socket', 'Containerfile']
  const text = files.map((file) => read(`examples/${file}`)).join('\n')
  const variables = new Set(configOptions().map(({ variable }) => variable))
  const used = [...text.matchAll(/CHAT_STACK_[A-Z_]+__[A-Z_]+/g)].map(([name]) => name)

  expect(used.length).toBeGreaterThan(3)
  expect(used.filter((name) => !variables.has(name))).toEqual([])
  expect([...text.matchAll(/FileDescriptorName=(\w+)/g)].map(([, name]) => name)).toEqual(['http', 'ws'])
})
