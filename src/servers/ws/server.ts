import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { announcedLimits, protocolVersion } from '../../protocol/events.ts'
import { createAdmission } from './admission.ts'
import { createAuthentication } from './authentication/authentication.ts'
import { createTurns } from './authentication/turns.ts'
import { bounds } from './bounds.ts'
import { Connection, type ConnectionWatcher } from './connection.ts'
import type { Services } from './context.ts'
import { createDispatcher } from './dispatcher.ts'
import { drainConnections, orAfter } from './drain.ts'
import { eventFrame } from './frame.ts'
import { createHandshake, type Handshake } from './handshake.ts'
import { startHeartbeat } from './heartbeat.ts'
import { createHub } from './hub.ts'
import { createFlusher } from './out-buffer.ts'
import { createOutstanding } from './outstanding.ts'
import { createPresence } from './presence.ts'
import { createRates } from './rate.ts'
import { type Arrival, createReception } from './reception.ts'
import { startSessionWatch } from './session-watch.ts'
import { createUploadSlots } from './upload-slots.ts'
import { Usage } from './usage.ts'

export type WsServerDependencies = Pick<
  Services,
  'config' | 'store' | 'passwords' | 'images' | 'clock' | 'log'
>

export interface WsServer {
  /** Resolves once connections are accepted; rejects as `net` does (`EADDRINUSE`). To be called once. */
  listen(target: { fd: number } | { host: string; port: number }): Promise<AddressInfo>
  connections(): number
  /** Finishes, answers, says `draining` and closes with 1012; within `deadlineMs` in any case. Idempotent. */
  drain(deadlineMs: number): Promise<void>
}

/** The WebSocket server over a store that is open already, and that it does not close. */
export function createWsServer(dependencies: WsServerDependencies): WsServer {
  const { config, store, clock, log } = dependencies
  const hub = createHub({ log })
  const presence = createPresence({ hub, clock })
  const services: Services = {
    ...dependencies,
    ...{ hub, presence, rates: createRates({ config, clock }) },
    uploadSlots: createUploadSlots(dependencies.images.uploads),
    searches: createTurns({
      maxAtOnce: bounds.maxSearchesAtOnce,
      maxWaiting: bounds.maxWaitingSearches,
      retryAfterMs: 1_000,
    }),
  }
  const authentication = createAuthentication(services)
  const dispatcher = createDispatcher(services, { authentication, isDraining: () => draining !== undefined })
  const admission = createAdmission({
    clock,
    strangersPerAddress: config.limits.unauthenticatedPerAddress,
  })
  const connections = new Set<Connection>()
  const sockets = createOutstanding()
  const flusher = createFlusher()
  const hello = {
    protocols: [protocolVersion],
    server: 'chat-stack',
    heartbeatMs: config.limits.heartbeatIntervalMs,
    limits: { ...announcedLimits, image_bytes: config.images.maxBytes },
  }
  const greeting = eventFrame('hello', hello)
  const greetingWithToken = eventFrame('hello', { ...hello, authenticating: true })
  let handshake: Handshake | undefined
  let draining: Promise<void> | undefined

  const reception = createReception({
    // Requests come after `listen`, which knows the port that a Host must name.
    handshake: () => handshake ?? fail('Expected to be listening.'),
    admission,
    onArrival: welcome,
  })
  const stops = [
    store.follow((events) => hub.deliver(events)),
    startHeartbeat({ connections, clock, intervalMs: config.limits.heartbeatIntervalMs }),
    startSessionWatch({ connections, store, clock, log }),
    () => presence.stop(),
  ]

  const watcher: ConnectionWatcher = {
    received: (connection, data, isBinary) => dispatcher.receive(connection, data, isBinary),
    pinged: (connection) => dispatcher.ping(connection),
    settled: (connection) => admission.release(connection.peer.address),
    ended(connection, cause) {
      const user = hub.detach(connection)
      log.debug('connection_ended', { cause, accountId: user?.accountId })
      presence.forget(connection)
      if (user !== undefined) presence.changed(user.accountId, user.rooms)
    },
    closed(connection) {
      connections.delete(connection)
      sockets.end()
    },
  }

  function welcome({ webSocket, socket, headBytes, peer, token }: Arrival): void {
    const { requestsPerSecond: perSecond, requestBurst: burst } = config.limits
    const usage = new Usage({ perSecond, burst }, clock.monotonicMs())
    const connection = new Connection({ webSocket, socket, headBytes, peer, usage, flusher, watcher, clock })
    connections.add(connection)
    sockets.begin()
    connection.send(token === null ? greeting : greetingWithToken)
    // Never rejects: it logs what went wrong.
    if (token !== null) void authentication.onUpgrade(connection, token)
  }

  async function listen(target: Parameters<WsServer['listen']>[0]): Promise<AddressInfo> {
    reception.server.listen(target)
    await once(reception.server, 'listening')
    const address = reception.server.address() as AddressInfo
    handshake = createHandshake({ config, ports: { http: config.http.port, ws: address.port } })
    return address
  }

  function drain(deadlineMs: number): Promise<void> {
    draining ??= drainOnce(deadlineMs)
    return draining
  }

  async function drainOnce(deadlineMs: number): Promise<void> {
    const startedAtMs = clock.monotonicMs()
    await orAfter(clock, Math.min(bounds.arrivalGraceMs, deadlineMs / 2), reception.closeGently())
    reception.server.closeIdleConnections()
    admission.stop()
    await drainConnections({
      connections,
      untilClosed: () => sockets.none(),
      idle: () => dispatcher.idle(),
      deadlineMs: deadlineMs - (clock.monotonicMs() - startedAtMs),
      clock,
    })
    for (const stop of stops) stop()
  }

  return { listen, connections: () => connections.size, drain }
}

function fail(message: string): never {
  throw new Error(message)
}
