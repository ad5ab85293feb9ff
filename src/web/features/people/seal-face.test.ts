import { expect, test } from 'vitest'
import { pigmentOf, sealLetters } from './seal-face.ts'

test.each([
  ['林悦', 36, '林悦'],
  ['陈思远', 36, '思远'],
  ['陈思远', 24, '思'],
  ['林悦 Lin Yue', 36, '林悦'],
  ['Wei Zhang', 36, 'WZ'],
  ['Ana Maria de Souza', 36, 'AS'],
  ['hannah', 36, 'H'],
  ['Priya Nair', 20, 'P'],
  ['marco.bellini', 36, 'MB'],
  ['Éloïse', 36, 'É'],
  ['🦆', 36, '🦆'],
  ['👩‍👩‍👧 home', 36, 'H'],
  ['  ', 36, '?'],
])('cuts the letters of %j at %i px into %j', (name, side, letters) => {
  expect(sealLetters(name, side)).toBe(letters)
})

test('gives one person one pigment, and uses all eight', () => {
  const ids = Array.from({ length: 200 }, (_, index) => String(index + 1))

  expect(pigmentOf('42')).toBe(pigmentOf('42'))
  expect(new Set(ids.map(pigmentOf)).size).toBe(8)
})
