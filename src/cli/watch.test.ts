import { expect, test } from 'vitest'
import { watch } from './watch.ts'

/** What is written until so many reads were shown. */
async function written(
  blocks: readonly (readonly string[] | Error)[],
  out: { isTTY: boolean; rows: number },
) {
  const ended = new AbortController()
  const texts: string[] = []
  let reads = 0
  const read = async () => {
    const next = blocks[reads] ?? []
    reads += 1
    if (next instanceof Error) throw next
    return next
  }
  const write = (text: string) => {
    texts.push(text)
    if (reads === blocks.length) ended.abort()
  }
  await watch({ read, out: { ...out, write }, intervalMs: 1, signal: ended.signal })
  return texts
}

test('is block after block where there is no terminal', async () => {
  const texts = await written([['a', 'b'], ['c', 'd'], ['{}']], { isTTY: false, rows: 24 })

  expect(texts.join('')).toBe('a\nb\n\nc\nd\n\n{}\n')
})

test('is redrawn in place on a terminal, which has its own content back at the end, and the last block', async () => {
  const texts = await written([['a', 'b'], ['c']], { isTTY: true, rows: 24 })

  expect(texts).toEqual([
    '\u001b[?1049h\u001b[?25l\u001b[?7l',
    '\u001b[Ha\u001b[K\nb\u001b[K\n\u001b[J',
    '\u001b[Hc\u001b[K\n\u001b[J',
    '\u001b[?7h\u001b[?25h\u001b[?1049lc\n',
  ])
})

test('does not scroll a window that is too low', async () => {
  const [, screen = ''] = await written([['a', 'b', 'c']], { isTTY: true, rows: 3 })

  expect(screen.split('\n')).toHaveLength(3)
})

test('shows why nothing could be read, and goes on', async () => {
  const texts = await written([new Error('no answer'), ['a']], { isTTY: false, rows: 24 })

  expect(texts.join('')).toBe('no answer\na\n')
})
