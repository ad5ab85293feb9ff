import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { addressPrefixOf, createClientAddress } from './client-address.ts'

const request = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

describe('the address of a client', () => {
  test.each([
    [false, '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    [1, '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    [1, '127.0.0.1', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
    [2, '127.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
    [2, '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    [['loopback'], '127.0.0.1', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
    [['loopback'], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    [['10.0.0.0/8', 'loopback'], '::1', '198.51.100.1, 10.3.3.3', '198.51.100.1'],
    [['loopback'], '127.0.0.1', 'nonsense', 'nonsense'],
    [1, '::ffff:127.0.0.1', undefined, '127.0.0.1'],
  ] as const)('trusting %j: %s forwarded for %s is %s', (trustProxy, remote, forwarded, expected) => {
    expect(createClientAddress(trustProxy)(request(remote, forwarded))).toBe(expected)
  })

  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
  ])('%s is counted as %s', (address, prefix) => {
    expect(addressPrefixOf(address)).toBe(prefix)
  })
})
