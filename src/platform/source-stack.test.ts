import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { sourceStack } from './source-stack.ts'

/** Of the first character: the sixth line, and its third column. */
const mappings = 'AAKE'

test('names the places of the sources, and leaves those alone of which there is no map', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-maps-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(path.join(folder, 'dist'))
  const map = { version: 3, sources: ['../src/door.ts'], names: [], mappings }
  writeFileSync(path.join(folder, 'dist/door.js.map'), JSON.stringify(map))
  const { href: url } = pathToFileURL(folder)
  const stack = (first: string, second: string) => `Error: shut\n    at open (${first})\n    at ${second}`

  const found = sourceStack(stack(`${url}/dist/door.js:1:1`, `${url}/dist/wall.js:2:3`))

  expect(found).toBe(stack(`${url}/src/door.ts:6:3`, `${url}/dist/wall.js:2:3`))
})
