import { expect, test } from 'vitest'
import { inkCode } from './code-ink.ts'

const samples = [
  ['for f in proofs/*.pdf; do\n  pdfcrop --bbox "9 9 604 851" "$f"\ndone', 'sh'],
  ['const a = `x${1}` // note\nrun(a)', 'ts'],
  ['"never closed', 'js'],
  ['x = 1 # note', 'python'],
] as const

test.each(samples)('never changes a character of %j', (code, language) => {
  expect(
    inkCode(code, language)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(code)
})

test('sets words of the language, quoted text and comments apart', () => {
  const inks = inkCode('if (load("a")) return // soon', 'ts').map(({ text, ink }) => `${ink}: ${text}`)

  expect(inks).toEqual(
    expect.arrayContaining(['plum: if', 'azurite: load', 'malachite: "a"', 'pale: // soon']),
  )
})

test('leaves text without a language alone', () => {
  expect(inkCode('if for while', null)).toEqual([{ at: 0, text: 'if for while', ink: 'plain' }])
})

test('stays quick on hostile code, even on a busy machine', () => {
  const startedAt = performance.now()

  for (const bomb of ['"'.repeat(8_000), '/*'.repeat(4_000), '`\\'.repeat(4_000), 'a'.repeat(8_000)])
    inkCode(bomb, 'ts')

  expect(performance.now() - startedAt).toBeLessThan(2_000)
})
