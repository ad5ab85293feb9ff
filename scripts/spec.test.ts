import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.dirname(import.meta.dirname)
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

/** A rule begins a line of the specification: `- **[P-1]** …`. */
const rules = [...read('docs/spec.md').matchAll(/^- \*\*\[([PC]-\d+)\]\*\* /gm)].map(([, id = '']) => id)

const tests = globSync(['{src,test,scripts}/**/*.test.{ts,tsx}', 'test/contracts/*.ts'], { cwd: root })

/** Title by title: `[P-30] [P-31] …` and `[P-30, P-31] …`. What stands in a comment proves nothing. */
const quoted = new Map(
  tests.flatMap((file) => {
    const lines = read(file).split('\n')
    const titles = lines.filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line))
    return [...titles.join('\n').matchAll(/\[((?:[PC]-\d+(?:, )?)+)\]/g)].flatMap(([, ids = '']) =>
      ids.split(', ').map((id): [string, string] => [id, file]),
    )
  }),
)

test('every rule of docs/spec.md has an ID of its own', () => {
  expect(rules.length).toBeGreaterThan(30)
  expect(rules.filter((id, index) => rules.indexOf(id) !== index)).toEqual([])
})

test('every rule of docs/spec.md is quoted by a test', () => {
  expect(rules.filter((id) => !quoted.has(id))).toEqual([])
})

test('no test quotes a rule that docs/spec.md does not have', () => {
  const unknown = [...quoted].filter(([id]) => !rules.includes(id))

  expect(unknown.map(([id, file]) => `[${id}] in ${file}: write the rule into docs/spec.md`)).toEqual([])
})

test('the reference speaks of no rule that the specification does not have', () => {
  const named = [...read('docs/protocol.md').matchAll(/\[([PC]-\d+)\]/g)].map(([, id = '']) => id)

  expect(named.filter((id) => !rules.includes(id))).toEqual([])
})
