import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { allowedHosts, allowedOrigins, type BoundPorts } from '../../config/origins.ts'
import type { Config } from '../../config/schema.ts'
import { sessionCookieName } from '../../protocol/http.ts'
import { addressPrefixOf, createClientAddress } from './client-address.ts'
import type { Peer } from './connection.ts'
import { deviceName } from './device-name.ts'

/** What a request to the WebSocket port is told, if it is not let through. */
export interface Refusal {
  readonly status: 403 | 421 | 426 | 503
  readonly sentence: string
}

/** Judges an upgrade by its header, before anything else is done for it. */
export interface Handshake {
  /** [P-15] `null` where the request may go on. */
  refusalOf(request: IncomingMessage): Refusal | null
  peerOf(request: IncomingMessage): Peer
}

const wrongHost: Refusal = { status: 421, sentence: 'This server does not answer to this name.' }
const wrongOrigin: Refusal = { status: 403, sentence: 'Pages of this origin may not connect.' }

export function createHandshake(options: { config: Config; ports: BoundPorts }): Handshake {
  const { config, ports } = options
  const isAllowedHost = allowedHosts(config, ports)
  const isAllowedOrigin = allowedOrigins(config, ports)
  const clientAddress = createClientAddress(config.http.trustProxy)
  const cookieName = sessionCookieName(ports.http)

  function refusalOf({ headers }: IncomingMessage): Refusal | null {
    if (!isAllowedHost(headers.host)) return wrongHost
    if (headers.origin !== undefined && !isAllowedOrigin(headers.origin, headers.host)) return wrongOrigin
    return null
  }

  function peerOf(request: IncomingMessage): Peer {
    const { headers } = request
    const address = clientAddress(request)
    const isBrowser = headers.origin !== undefined
    return {
      address,
      addressPrefix: addressPrefixOf(address),
      isBrowser,
      device: deviceName(headers['user-agent']),
      // Other programs on this host can make a browser send the cookie, but not with our page's Origin.
      cookieToken: isBrowser ? cookieIn(headers.cookie, cookieName) : null,
    }
  }

  return { refusalOf, peerOf }
}

/** [P-10] What the upgrade itself proves, if it is valid. */
export function tokenOfUpgrade(request: IncomingMessage, peer: Peer): string | null {
  const bearer = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1]
  return bearer ?? peer.cookieToken
}

/** Answers an upgrade in HTTP, and ends the connection. */
export function refuseUpgrade(socket: Duplex, { status, sentence }: Refusal): void {
  const body = `${sentence}\n`
  socket.once('finish', () => socket.destroy())
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
}

function cookieIn(header: string | undefined, name: string): string | null {
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return null
}
