import { expect, test } from 'vitest'
import { takeServiceManager } from './service-manager.ts'

const pid = 4711

test('takes what systemd says to this process, and leaves none of it for children', () => {
  const environment = {
    HOME: '/var/lib/chat-stack',
    NOTIFY_SOCKET: '/run/systemd/notify',
    WATCHDOG_USEC: '30000000',
    WATCHDOG_PID: String(pid),
    LISTEN_PID: String(pid),
    LISTEN_FDS: '2',
    LISTEN_FDNAMES: 'ws:http',
  }

  expect(takeServiceManager(environment, pid)).toEqual({
    notifySocket: '/run/systemd/notify',
    watchdogMs: 30_000,
    sockets: new Map([
      ['ws', 3],
      ['http', 4],
    ]),
  })
  expect(environment).toEqual({ HOME: '/var/lib/chat-stack' })
})

test('without a service manager there is nobody to tell', () => {
  expect(takeServiceManager({}, pid)).toEqual({ notifySocket: null, watchdogMs: null, sockets: new Map() })
})

test.each([
  ['sockets of another process', { LISTEN_PID: '1', LISTEN_FDS: '1', LISTEN_FDNAMES: 'http' }],
  ['sockets of nobody', { LISTEN_FDS: '1', LISTEN_FDNAMES: 'http' }],
  ['no number of sockets', { LISTEN_PID: String(pid), LISTEN_FDS: 'many', LISTEN_FDNAMES: 'http' }],
  ['fewer sockets than names', { LISTEN_PID: String(pid), LISTEN_FDS: '-1', LISTEN_FDNAMES: 'http' }],
  ['sockets without names', { LISTEN_PID: String(pid), LISTEN_FDS: '2' }],
])('does not touch %s', (_, environment) => {
  expect(takeServiceManager(environment, pid).sockets).toEqual(new Map())
})

test.each([
  ['the watchdog of another process', { WATCHDOG_USEC: '1000000', WATCHDOG_PID: '1' }],
  ['a watchdog that is off', { WATCHDOG_USEC: '0' }],
  ['a watchdog in words', { WATCHDOG_USEC: 'soon' }],
])('does not feed %s', (_, environment) => {
  expect(takeServiceManager(environment, pid).watchdogMs).toBeNull()
})
