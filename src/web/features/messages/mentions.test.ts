import { expect, test } from 'vitest'
import { namesCalling, splitMentions } from './mentions.ts'

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
    'room',
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
  [
    '@room and @wei',
    'wei room',
    [
      ['@room', 'you'],
      [' and ', null],
      ['@wei', 'you'],
    ],
  ],
  ['@wei', '', [['@wei', 'other']]],
  ['no one', 'wei', [['no one', null]]],
] as const)('splits %j for one who is called %j', (text, calledNames, parts) => {
  expect(splitMentions(text, calledNames).map((part) => [part.text, part.mention])).toEqual(parts)
})

test('knows from the server alone by which names a message calls you', () => {
  const account = { user_id: '7', username: 'wei', display_name: 'Wei', role: 'member' } as const
  const text = '@…'

  expect(namesCalling({ text, mentions: ['8', '7'] }, account)).toBe('wei')
  expect(namesCalling({ text, mentions: ['8'], mentions_room: true }, account)).toBe('room')
  expect(namesCalling({ text, mentions: ['7'], mentions_room: true }, account)).toBe('wei room')
  expect(namesCalling({ text }, account)).toBe('')
})
