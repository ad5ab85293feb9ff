import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { exampleConfig } from './example.ts'
import { configJsonSchema } from './json-schema.ts'
import { loadConfig } from './load.ts'
import { configOptions } from './options.ts'

const root = path.resolve(import.meta.dirname, '../..')

test('config.example.json is what the schema makes', () => {
  const text = readFileSync(path.join(root, 'config.example.json'), 'utf8')
  expect(text).toBe(exampleConfig({ schema: './config.schema.json', commented: false }))
})

test('config.schema.json is what the schema makes', () => {
  expect(JSON.parse(readFileSync(path.join(root, 'config.schema.json'), 'utf8'))).toEqual(configJsonSchema())
})

test.each([true, false])(
  'an example is a config file that says the defaults (commented out: %s)',
  (commented) => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'chat-stack.json'), exampleConfig({ schema: 'x', commented }))
    const without = loadConfig({ env: { CHAT_STACK_CONFIG: '' }, cwd: temporaryFolder() })
    const config = loadConfig({ env: {}, cwd: folder })
    expect({ ...config, database: null, images: null }).toEqual({ ...without, database: null, images: null })
  },
)

test('an example has every option, and its meaning', () => {
  const text = exampleConfig({ schema: 'x', commented: false })
  for (const { key, description } of configOptions()) {
    expect(text).toContain(`${JSON.stringify(key)}: `)
    expect(description).toMatch(/\.$|:/)
  }
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110)
})

test('every option says what it expects, and takes its own default', () => {
  for (const { name, expected, schema, default: standard } of configOptions()) {
    expect(`${name}: ${expected}`).toMatch(/: (an? |one of |true or |false, )/)
    expect({ name, takesItsDefault: schema.safeParse(standard).success }).toEqual({
      name,
      takesItsDefault: true,
    })
  }
})

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-example-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}
