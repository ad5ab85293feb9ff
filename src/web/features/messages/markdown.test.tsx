import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Markdown } from './markdown.tsx'
import { isWorthParsing, mayHaveMarkup } from './markdown-bounds.ts'
import { MessageText } from './message-text.tsx'
import { safeLink } from './safe-link.ts'

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} calledNames="wei" />)

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://example.org/1',
  '//example.org',
  '/settings',
  'not an address',
])('follows no link to %j', (address) => {
  expect(safeLink(address)).toBeNull()
})

test('follows links to the web and to mailboxes, in another window that knows nothing of this one', () => {
  expect(html('[here](https://example.org/a?b=1)')).toContain(
    '<a href="https://example.org/a?b=1" tabindex="0" target="_blank" rel="noopener noreferrer nofollow">here</a>',
  )
  expect(html('see www.example.org')).toContain('href="http://www.example.org/"')
  expect(html('wei@example.org')).toContain('href="mailto:wei@example.org"')
})

test.each([
  ['[x](javascript:alert(1))', '<span>x</span>'],
  ['<a href="javascript:alert(1)">x</a>', '&lt;a href=&quot;'],
  ['<javascript:alert(1)>', '<span>'],
  ['<img src=x onerror=alert(1)>', '&lt;img'],
  ['![x](https://example.org/pixel.gif)', '!'],
  ['[x](data:text/html;base64,PHNjcmlwdD4=)', '<span>x</span>'],
])('makes nothing dangerous of %j', (text, expected) => {
  const rendered = html(text)

  expect(rendered).toContain(expected)
  expect(rendered).not.toMatch(/<(?:script|img|iframe)|href="(?!https?:|mailto:)|<[^>]*\son\w+=/)
})

test('keeps line breaks, and sets code, lists and emphasis', () => {
  expect(html('one\ntwo')).toContain('<p>one\ntwo</p>')
  expect(html('**a** *b* ~~c~~ `d`')).toMatch(/<strong>a<\/strong> <em>b<\/em> <del>c<\/del> <code/)
  expect(html('- a\n- b')).toMatch(/<ul><li[^>]*><p>a<\/p><\/li>/)
  expect(html('```sh trim.sh\nls\n```')).toContain('trim.sh')
})

test('gives Chinese emphasis its own language, so that it is dotted and never slanted', () => {
  expect(html('这是*重点*')).toContain('<em lang="zh-Hans">重点</em>')
})

test('leaves a line of dashes under a sentence alone', () => {
  expect(html('a title?\n---')).not.toContain('heading')
})

test('sets mentions apart, and yours more', () => {
  const rendered = renderToStaticMarkup(<MessageText text="@wei and @marco, not a@b" calledNames="wei" />)

  expect(rendered.match(/mention/g)).toHaveLength(2)
  expect(rendered.match(/you/g)).toHaveLength(1)
})

test('shows dear texts as they were typed, at once', () => {
  const bombs = [
    '>'.repeat(16_384),
    '> '.repeat(8_192),
    '*a_ '.repeat(4_096),
    '['.repeat(16_384),
    'a\n'.repeat(8_192),
  ]
  const startedAt = performance.now()

  for (const bomb of bombs) {
    expect(isWorthParsing(bomb)).toBe(false)
    expect(renderToStaticMarkup(<MessageText text={bomb} calledNames="wei" />)).toContain('<p')
  }
  expect(performance.now() - startedAt).toBeLessThan(1_000)
})

test('parses the worst that it takes in no more time than the longest of ordinary messages', () => {
  const ordinary = 'The **heron** waits in the `reeds`, [over there](https://example.org). '
  const longestMs = shortestRunMs(ordinary.repeat(16_384 / ordinary.length))
  const worst = [
    '*a_ '.repeat(150),
    `${'> '.repeat(12)}a\n`.repeat(200),
    '- a\n'.repeat(390),
    '[a](b '.repeat(140),
  ]
  for (const text of worst) {
    expect(isWorthParsing(text)).toBe(true)
    expect(shortestRunMs(text)).toBeLessThan(4 * longestMs)
  }
})

/** The one of four that was interrupted least. */
function shortestRunMs(text: string): number {
  const runs = Array.from({ length: 4 }, () => {
    const startedAt = performance.now()
    html(text)
    return performance.now() - startedAt
  })
  return Math.min(...runs)
}

test('wakes the parser only for texts that have something for it', () => {
  expect(mayHaveMarkup('Proofs from 上海印厂 land on Wednesday, before noon.')).toBe(false)
  expect(mayHaveMarkup('*so*')).toBe(true)
  expect(mayHaveMarkup('1. first')).toBe(true)
  expect(mayHaveMarkup('https://example.org')).toBe(true)
})

test('what is written from the right stands at the right, with its lists, and code never does', () => {
  const message = renderToStaticMarkup(<MessageText text="שלום" calledNames="" />)
  expect(message).toContain('dir="auto"')
  expect(html('```\nשלום\n```')).toContain('dir="ltr"')
})
