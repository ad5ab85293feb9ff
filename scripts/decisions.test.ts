import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const folder = path.join(import.meta.dirname, '../docs/decisions')
const decisions = readdirSync(folder)
const numberOf = (file: string) => file.slice(0, 3)

test('every decision has a number of its own', () => {
  expect(decisions.filter((file) => !/^\d{3}(?:-[a-z0-9]+)+\.md$/.test(file))).toEqual([])
  const numbers = decisions.map(numberOf)
  expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([])
})

test('every decision says its number in its title, and its context, decision and consequences', () => {
  const incomplete = decisions.filter((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8')
    const parts = [`# ${numberOf(file)}. `, '\n## Context\n', '\n## Decision\n', '\n## Consequences\n']
    return !parts.every((part) => text.includes(part)) || !text.startsWith(parts[0]!)
  })
  expect(incomplete).toEqual([])
})
