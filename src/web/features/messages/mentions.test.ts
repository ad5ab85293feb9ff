import { expect, test } from 'vitest'
import { splitMentions } from './mentions.ts'

test.each([
  [
    '@Wei proofs land',
    'wei',
    [
      ['@Wei', 'you'],
      [' proofs land', null],
    ],
  ],
  [
    'see @marco.',
    'wei',
    [
      ['see ', null],
      ['@marco', 'other'],
      ['.', null],
    ],
  ],
  ['mail wei@example.org', 'wei', [['mail wei@example.org', null]]],
  [
    '@room 开会',
    'wei',
    [
      ['@room', 'you'],
      [' 开会', null],
    ],
  ],
  [
    '@张维你好',
    '张维',
    [
      ['@张维', 'you'],
      ['你好', null],
    ],
  ],
  ['@weiss', 'wei', [['@weiss', 'other']]],
  ['no one', 'wei', [['no one', null]]],
] as const)('splits %j for %s', (text, username, parts) => {
  expect(splitMentions(text, username).map((part) => [part.text, part.mention])).toEqual(parts)
})
