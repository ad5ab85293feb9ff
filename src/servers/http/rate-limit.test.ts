import type { Request, Response } from 'express'
import { expect, test } from 'vitest'
import type { DomainError } from '../../domain/errors.ts'
import { addressPrefix, rateLimit } from './rate-limit.ts'

test('an address that goes on after its share is used up leaves the others theirs', async () => {
  const limit = rateLimit({ perMinute: 2 })
  const answerTo = async (ip: string) => {
    const pass = async () => limit({ ip } as Request, {} as Response, () => undefined)
    return pass().then(
      () => 'let in',
      (error: unknown) => (error as DomainError).code,
    )
  }

  const greedy: string[] = []
  for (let request = 0; request < 1_000; request += 1) greedy.push(await answerTo('192.0.2.1'))

  expect(greedy).toEqual(['let in', 'let in', ...Array<string>(998).fill('rate_limited')])
  expect(await answerTo('192.0.2.2')).toBe('let in')
})

test.each([
  ['192.168.1.5', '192.168.1.5'],
  ['::ffff:192.168.1.5', '192.168.1.5'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['unknown', 'unknown'],
])('counts %s as %s', (address, prefix) => {
  expect(addressPrefix(address)).toBe(prefix)
})
