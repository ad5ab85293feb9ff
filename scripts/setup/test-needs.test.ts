import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { needsOf } from './test-needs.cjs'

let root: string

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'chat-stack-needs-'))
  mkdirSync(path.join(root, 'test/e2e'), { recursive: true })
})

afterAll(() => rmSync(root, { recursive: true }))

const everything = { built: true, browser: true }
const nothing = { built: false, browser: false }

test.each([
  ['no argument', [], everything],
  ['a name', ['-t', 'login'], everything],
  ['all of test', ['test'], everything],
  ['a browser test', ['test/e2e/login.test.ts'], everything],
  ['the browser tests', ['--project=e2e'], everything],
  ['a unit and a browser test', ['src/a.test.ts', 'test/e2e/b.test.ts'], everything],
  ['an integration test', ['test/integration/a.test.ts'], { built: true, browser: false }],
  ['the fault tests', ['--project=faults'], { built: true, browser: false }],
  ['a unit test', ['src/domain/a.test.ts'], nothing],
  ['the unit tests', ['--project=unit'], nothing],
])('%s needs no more than it uses', (_, args, expected) => {
  expect(needsOf(root, args)).toEqual(expected)
})

test('where there are no browser tests, nothing needs a browser', () => {
  expect(needsOf(path.join(root, 'test'), [])).toEqual({ built: true, browser: false })
})
