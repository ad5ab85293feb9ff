import { expect, test } from 'vitest'
import { allowedHosts, allowedOrigins, isHttps, ownOrigins, webSocketOrigin } from './origins.ts'
import { type Config, type ConfigInput, configSchema } from './schema.ts'

const ports = { http: 7222, ws: 7223 }
const config = (input: ConfigInput = {}): Config => configSchema.parse(input)

const onLoopback = config()
const everywhere = config({ http: { host: '0.0.0.0' }, ws: { host: '0.0.0.0' } })
const onOneAddress = config({ http: { host: '192.168.1.5' }, ws: { host: '192.168.1.5' } })
const behindProxy = config({
  http: { publicUrl: 'https://chat.example.org' },
  ws: { publicUrl: 'wss://socket.example.org:8443/ws' },
})
const onlyHttpBehindProxy = config({ http: { publicUrl: 'https://chat.example.org' } })

test.each([
  ['loopback', '127.0.0.1:7222', true, onLoopback],
  ['loopback', 'localhost:7222', true, onLoopback],
  ['loopback', 'LOCALHOST:7223', true, onLoopback],
  ['loopback', '[::1]:7222', true, onLoopback],
  ['loopback', '127.0.0.1', false, onLoopback],
  ['loopback', '127.0.0.1:80', false, onLoopback],
  ['loopback', '192.168.1.5:7222', false, onLoopback],
  ['loopback', 'evil.example:7222', false, onLoopback],
  ['loopback', 'localhost.evil.example:7222', false, onLoopback],
  ['loopback', 'localhost:7222@evil.example', false, onLoopback],
  ['loopback', '', false, onLoopback],
  ['loopback', undefined, false, onLoopback],
  ['one address', '192.168.1.5:7222', true, onOneAddress],
  ['one address', '127.0.0.1:7222', false, onOneAddress],
  ['all addresses', 'localhost:7222', true, everywhere],
  ['all addresses', '192.168.1.5:7222', true, everywhere],
  ['all addresses', '[fe80::1]:7223', true, everywhere],
  ['all addresses', '192.168.1.5:9', false, everywhere],
  ['all addresses', '999.1.1.1:7222', false, everywhere],
  ['all addresses', 'evil.example:7222', false, everywhere],
  ['a proxy', 'chat.example.org', true, behindProxy],
  ['a proxy', 'chat.example.org:443', true, behindProxy],
  ['a proxy', 'socket.example.org:8443', true, behindProxy],
  ['a proxy', 'chat.example.org:7222', false, behindProxy],
  ['a proxy', '127.0.0.1:7222', true, behindProxy],
])('[P-15] on %s, host %s is ours: %s', (_name, host, expected, settings) => {
  expect(allowedHosts(settings, ports)(host)).toBe(expected)
})

test.each([
  ['loopback', 'http://127.0.0.1:7222', '127.0.0.1:7223', true, onLoopback],
  ['loopback', 'http://localhost:7222', '127.0.0.1:7223', true, onLoopback],
  ['loopback', 'http://[::1]:7222', '[::1]:7223', true, onLoopback],
  ['loopback', 'https://localhost:7222', 'localhost:7223', false, onLoopback],
  ['loopback', 'http://localhost:3000', 'localhost:7223', false, onLoopback],
  ['loopback', 'http://localhost', 'localhost:7223', false, onLoopback],
  ['loopback', 'null', 'localhost:7223', false, onLoopback],
  ['loopback', 'http://localhost:7222.evil.example', 'localhost:7223', false, onLoopback],
  ['all addresses', 'http://192.168.1.5:7222', '192.168.1.5:7223', true, everywhere],
  ['all addresses', 'http://192.168.1.6:7222', '192.168.1.5:7223', false, everywhere],
  ['all addresses', 'http://evil.example:7222', 'evil.example:7223', false, everywhere],
  ['a proxy', 'https://chat.example.org', 'socket.example.org:8443', true, behindProxy],
  ['a proxy', 'http://chat.example.org', 'socket.example.org:8443', false, behindProxy],
])('[P-15] on %s, a page of %s may connect to %s: %s', (...[, origin, host, expected, settings]) => {
  expect(allowedOrigins(settings, ports)(origin, host)).toBe(expected)
  expect(ownOrigins(settings, ports)(origin, host)).toBe(expected)
})

test('[P-15] a list of origins replaces the default for connections, and lets nobody change things by cookie', () => {
  const listed = config({ ws: { allowedOrigins: ['https://other.example'] } })

  expect(allowedOrigins(listed, ports)('https://other.example', 'localhost:7223')).toBe(true)
  expect(allowedOrigins(listed, ports)('http://localhost:7222', 'localhost:7223')).toBe(false)
  expect(ownOrigins(listed, ports)('https://other.example', 'localhost:7222')).toBe(false)
})

test.each([
  ['localhost:7222', 'ws://localhost:7223', onLoopback],
  ['[::1]:7222', 'ws://[::1]:7223', onLoopback],
  ['192.168.1.5:7222', 'ws://192.168.1.5:7223', everywhere],
  ['chat.example.org', 'wss://socket.example.org:8443', behindProxy],
  ['chat.example.org', 'wss://chat.example.org:7223', onlyHttpBehindProxy],
])('finds the WebSocket server of a page at %s at %s', (host, expected, settings) => {
  expect(webSocketOrigin(settings, ports, host)).toBe(expected)
})

test('knows that a proxy speaks TLS', () => {
  expect([isHttps(onLoopback), isHttps(behindProxy)]).toEqual([false, true])
})
