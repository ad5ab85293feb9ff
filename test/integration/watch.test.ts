import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createControlClient } from '../../src/supervisor/control-client.ts'
import { stackFolder, startStack } from '../helpers/stack-process.ts'
import { until } from '../helpers/supervised.ts'

test('when watching, saved settings reload the stack, half-written ones and its own data do not', async () => {
  const folder = stackFolder()
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text)
  const settings = (level: string) =>
    JSON.stringify({ supervisor: { watch: true, watchDebounceMs: 100 }, log: { level } })
  write('chat-stack.json', settings('info'))
  const { logged, lines } = startStack(folder)
  await logged('started')
  const control = createControlClient(path.join(folder, 'data/run/control.sock'))
  const generations = async () => (await control.status())?.children.map(({ generation }) => generation)
  const refusals = () => lines().filter(({ event }) => event === 'reload_failed').length

  for (const made of ['data/logs', 'temp/images']) mkdirSync(path.join(folder, made), { recursive: true })
  write('data/main.ts', 'no program')
  write('data/logs/http.log', 'a line\n')
  write('temp/images/picture.js', 'no program either')
  write('chat-stack.json', settings('info').slice(0, 30))
  await until(() => refusals() === 1)
  expect(await generations()).toEqual([1, 1])

  write('chat-stack.json', settings('debug'))
  await until(() => lines().some(({ event }) => event === 'reloaded'), 40_000)

  expect(await generations()).toEqual([2, 2])
  expect(refusals()).toBe(1)
}, 60_000)
