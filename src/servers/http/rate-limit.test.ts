import type { Request, Response } from 'express'
import { expect, test } from 'vitest'
import { addressPrefix, rateLimit } from './rate-limit.ts'

test('an address that goes on after its share is used up leaves the others theirs', async () => {
  const limit = rateLimit({ perMinute: 2 })
  const isLetIn = async (ip: string) => {
    let letIn = false
    const pass = async () => limit({ ip } as Request, {} as Response, () => void (letIn = true))
    await pass().catch((error: unknown) => expect(error).toMatchObject({ code: 'rate_limited' }))
    return letIn
  }

  const greedy: boolean[] = []
  for (let request = 0; request < 1_000; request += 1) greedy.push(await isLetIn('192.0.2.1'))

  expect(greedy.filter(Boolean)).toHaveLength(2)
  expect(await isLetIn('192.0.2.2')).toBe(true)
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
