import { expect, test } from 'vitest'
import { readInvitation } from './invitation.ts'

test.each([
  ['#claim=abcDEF_123-xyz', { kind: 'claim', secret: 'abcDEF_123-xyz' }],
  ['#invite=abcDEF_123-xyz', { kind: 'invite', secret: 'abcDEF_123-xyz' }],
  ['http://127.0.0.1:7222/#invite=abcDEF_123-xyz \n', { kind: 'invite', secret: 'abcDEF_123-xyz' }],
  ['#invite=', null],
  ['#room=12', null],
  ['#invite=<script>alert(1)</script>', null],
  ['', null],
])('reads %j', (link, invitation) => {
  expect(readInvitation(link)).toEqual(invitation)
})
