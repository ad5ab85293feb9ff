import { isIP } from 'node:net'
import { z } from 'zod'

// The kinds of values that options have. Each schema's message says what is expected: mistakes and the reference
// in docs/configuration.md both take it from there.

export const port = whole(0, 65_535, 'a port')
export const milliseconds = whole(0, 86_400_000)
/** For what cannot work at once. */
export const timeout = whole(100, 86_400_000)
export const yesOrNo = z.boolean('true or false')
export const host = refined(
  'an IP address or a host name, without port or brackets',
  (text) => isIP(text) !== 0 || /^[a-z0-9][a-z0-9._-]*$/i.test(text),
)
export const folderOrFile = refined(
  'a path (nothing expands ~)',
  (text) => text !== '' && !text.startsWith('~') && !text.includes('\0'),
)
export const publicPage = address(
  /^https?$/,
  'an address such as https://chat.example.org, without a path',
  isBare,
)
export const publicSocket = address(/^wss?$/, 'an address such as wss://chat.example.org/ws', isPlain)
const origin = address(
  /^https?$/,
  'an origin such as https://chat.example.org: no path, and no slash at the end',
  (url, text) => url.origin === text,
)
export const origins = z.array(origin, 'a list of origins such as ["https://chat.example.org"]')
export const proxies = z.union(
  [z.literal(false), z.int().min(1).max(10), z.array(z.string().refine(isProxy)).min(1)],
  'false, a number of proxies from 1 to 10, or a list of IP addresses and networks',
)

export function whole(min: number, max = Number.MAX_SAFE_INTEGER, noun = 'a whole number') {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
  const expected = `${noun} ${range}`
  return z.int(expected).min(min, expected).max(max, expected)
}

export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values, `one of ${values.join(', ')}`)
}

function refined(expected: string, isFine: (text: string) => boolean) {
  return z.string(expected).refine(isFine, expected)
}

function address(protocol: RegExp, expected: string, isFine: (url: URL, text: string) => boolean) {
  return z
    .url({ protocol, error: expected })
    .refine((text) => URL.canParse(text) && isFine(new URL(text), text), expected)
}

function isBare(url: URL): boolean {
  return isPlain(url) && url.pathname === '/'
}

function isPlain(url: URL): boolean {
  return `${url.username}${url.password}${url.search}${url.hash}` === ''
}

/** What express believes as a proxy: an address, a network, or one of its names for some. */
function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', prefix, ...rest] = text.split('/')
  const bits = { 4: 32, 6: 128 }[isIP(address)]
  if (bits === undefined || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
}
