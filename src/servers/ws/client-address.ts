import type { IncomingMessage } from 'node:http'
import { BlockList, isIPv4, isIPv6 } from 'node:net'
import type { Config } from '../../config/schema.ts'

type TrustProxy = Config['http']['trustProxy']

/** Networks that may be named instead of written out, as express names them. */
const namedNetworks: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Where a request comes from. `X-Forwarded-For` is believed as far as `http.trustProxy` says, from its end on. */
export function createClientAddress(trustProxy: TrustProxy): (request: IncomingMessage) => string {
  const isTrusted = trustRule(trustProxy)
  return (request) => {
    const hops = [...forwardedFor(request).toReversed()]
    let address = plainAddress(request.socket.remoteAddress ?? '')
    for (const [index, hop] of hops.entries()) {
      if (!isTrusted(address, index)) break
      address = plainAddress(hop)
    }
    return address
  }
}

/** Whom guesses are counted for: an IPv4 address, or the /64 that one IPv6 customer has. */
export function addressPrefixOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  const groups = tail === undefined ? before : [...before, ...zeros, ...after]
  return `${groups.slice(0, 4).join(':')}::/64`
}

function trustRule(trustProxy: TrustProxy): (address: string, hop: number) => boolean {
  if (trustProxy === false) return () => false
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy
  const trusted = new BlockList()
  for (const network of trustProxy.flatMap((name) => namedNetworks[name] ?? [name]))
    addNetwork(trusted, network)
  return (address) => (isIPv4(address) || isIPv6(address)) && trusted.check(address, familyOf(address))
}

function addNetwork(list: BlockList, network: string): void {
  const [address = '', prefix] = network.split('/')
  if (prefix === undefined) list.addAddress(address, familyOf(address))
  else list.addSubnet(address, Number(prefix), familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4'
}

function forwardedFor(request: IncomingMessage): string[] {
  const header = request.headers['x-forwarded-for']
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** IPv4 that came over an IPv6 socket is IPv4; a zone is of no use to anybody else. */
function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  return mapped ?? address.replace(/%.*$/, '')
}
