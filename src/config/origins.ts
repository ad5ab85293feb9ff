import { isIP } from 'node:net'
import { isLoopback } from './registration.ts'
import type { Config } from './schema.ts'

/** The ports that were bound, which the config does not know where it says 0. */
export interface BoundPorts {
  readonly http: number
  readonly ws: number
}

/**
 * [P-15] Whether a `Host` header names this stack. Without the check any website could point its own name at this
 * machine (DNS rebinding) and read it as if it were its own. Both servers ask the same question: a name that is good for
 * one port is good for the other.
 */
export function allowedHosts(config: Config, ports: BoundPorts): (host: string | undefined) => boolean {
  const named = new Set([
    ...namesOf(config.http.host).flatMap((name) => withPort('http:', name, ports.http)),
    ...namesOf(config.ws.host).flatMap((name) => withPort('http:', name, ports.ws)),
    ...publicHosts(config),
  ])
  const wildcardPorts = [
    ...(isWildcard(config.http.host) ? [ports.http] : []),
    ...(isWildcard(config.ws.host) ? [ports.ws] : []),
  ]
  return (host) => {
    if (host === undefined) return false
    const lower = host.toLowerCase()
    return named.has(lower) || wildcardPorts.some((port) => isAddressWithPort(lower, port))
  }
}

/**
 * [P-15] Whether a page of `origin` may open a WebSocket here: `ws.allowedOrigins`, else the pages of this stack itself.
 * `host` is the request's `Host`; it matters only where the stack listens on all addresses.
 */
export function allowedOrigins(
  config: Config,
  ports: BoundPorts,
): (origin: string, host: string | undefined) => boolean {
  if (config.ws.allowedOrigins === null) return ownOrigins(config, ports)
  const listed = new Set(config.ws.allowedOrigins.map((url) => new URL(url).origin))
  return (origin) => listed.has(origin)
}

/**
 * [P-15] Whether `origin` is this stack's own page, port included: nothing else may change anything over HTTP by cookie.
 * Listening on all addresses, a page's own address is the one in its request's `Host`; another address is another machine.
 */
export function ownOrigins(
  config: Config,
  ports: BoundPorts,
): (origin: string, host: string | undefined) => boolean {
  const named = new Set(namesOf(config.http.host).map((name) => originOf(name, ports.http)))
  if (config.http.publicUrl !== null) named.add(new URL(config.http.publicUrl).origin)
  const wildcard = isWildcard(config.http.host)
  return (origin, host) => {
    if (named.has(origin)) return true
    const name = wildcard ? addressOf(host) : null
    return name !== null && origin === originOf(name, ports.http)
  }
}

/** Where a page that was asked for at `host` finds the WebSocket server, as an origin: `ws://127.0.0.1:7223`. */
export function webSocketOrigin(config: Config, ports: BoundPorts, host: string): string {
  if (config.ws.publicUrl !== null) return new URL(config.ws.publicUrl).origin
  const page = new URL(`http://${host}`)
  page.port = String(ports.ws)
  return `${isHttps(config) ? 'wss' : 'ws'}://${page.host}`
}

/** Whether browsers reach the stack over TLS. */
export function isHttps(config: Config): boolean {
  return config.http.publicUrl?.startsWith('https:') ?? false
}

/** The names that mean the address: loopback has three, and listening everywhere includes loopback. */
function namesOf(host: string): string[] {
  if (isLoopback(host) || isWildcard(host)) return ['127.0.0.1', 'localhost', '[::1]']
  return [isIP(host) === 6 ? `[${host}]` : host]
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '[::]'
}

function publicHosts(config: Config): string[] {
  return [config.http.publicUrl, config.ws.publicUrl]
    .filter((url) => url !== null)
    .map((url) => new URL(url))
    .flatMap(({ protocol, hostname, port }) => withPort(secureAs(protocol), hostname, Number(port) || null))
}

function secureAs(protocol: string): 'http:' | 'https:' {
  return protocol === 'https:' || protocol === 'wss:' ? 'https:' : 'http:'
}

/** Browsers leave out the default port, and some proxies put it in. */
function withPort(protocol: 'http:' | 'https:', hostname: string, port: number | null): string[] {
  const standard = protocol === 'https:' ? 443 : 80
  const name = new URL(`${protocol}//${hostname}`).hostname
  if (port === null || port === standard) return [name, `${name}:${standard}`]
  return [`${name}:${port}`]
}

function originOf(hostname: string, port: number): string {
  return new URL(`http://${hostname}:${port}`).origin
}

/** A literal address cannot be rebound: whoever has it in the address bar went there. */
function isAddressWithPort(host: string, port: number): boolean {
  const name = addressOf(host)
  return name !== null && withPort('http:', name, port).includes(host)
}

/** The literal IP address in a `Host` header, without its port; `null` for a name. */
function addressOf(host: string | undefined): string | null {
  const name = /^(\[[0-9a-f:.]+\]|[0-9.]+)(?::\d{1,5})?$/i.exec(host ?? '')?.[1]
  if (name === undefined) return null
  return isIP(name.replace(/^\[|\]$/g, '')) === 0 ? null : name.toLowerCase()
}
