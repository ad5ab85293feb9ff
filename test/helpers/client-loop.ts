import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** What became of the attempts of one kind of client. */
export interface Tally {
  answered: number
  /** Nobody listened: what must never happen. */
  refused: number
  /** Accepted, and then ended without an answer, or without a close frame. */
  cut: number
  /** From the attempt to its answer. */
  longestWaitMs: number
}

export const clientKinds = ['fresh', 'keepAlive', 'webSocket'] as const

export type Tallies = Record<(typeof clientKinds)[number], Tally>

export interface ClientLoop {
  /** What happened since the last call, once every client has been answered again. */
  takeTallies(): Promise<Tallies>
  /** Resolves when the last client has left. */
  stop(): Promise<void>
}

const clientsOfEachKind = 2
const pauseMs = 10

/** Between a socket that opens and its goodbye. */
const webSocketStayMs = 150

/** Clients that never rest: fresh and kept-alive HTTP connections, and WebSockets that come and go. */
export function startClientLoop(target: { http: string; ws: string }): ClientLoop {
  const keptAlive = new http.Agent({ keepAlive: true, maxSockets: clientsOfEachKind })
  const attempts = {
    fresh: () => get(target.http, false),
    keepAlive: () => get(target.http, keptAlive),
    webSocket: () => visit(target.ws),
  }
  let tallies = newTallies()
  const over = new AbortController()
  const loops = clientKinds.flatMap((kind) =>
    Array.from({ length: clientsOfEachKind }, async () => {
      while (!over.signal.aborted) {
        const startedAtMs = performance.now()
        const { outcome, waitedMs = performance.now() - startedAtMs } = await attempts[kind]()
        const tally = tallies[kind]
        tally[outcome] += 1
        if (outcome === 'answered') tally.longestWaitMs = Math.max(tally.longestWaitMs, waitedMs)
        await wait(pauseMs)
      }
    }),
  )

  async function takeTallies(): Promise<Tallies> {
    const before = Object.fromEntries(clientKinds.map((kind) => [kind, tallies[kind].answered]))
    while (clientKinds.some((kind) => tallies[kind].answered < (before[kind] ?? 0) + 2 * clientsOfEachKind))
      await wait(pauseMs)
    const taken = tallies
    tallies = newTallies()
    return taken
  }

  async function stop(): Promise<void> {
    over.abort()
    await Promise.all(loops)
    keptAlive.destroy()
  }

  return { takeTallies, stop }
}

interface Attempt {
  readonly outcome: 'answered' | 'refused' | 'cut'
  readonly waitedMs?: number
}

function get(url: string, agent: http.Agent | false): Promise<Attempt> {
  return new Promise((resolve) => {
    const request = http.get(`${url}/healthz`, { agent }, (response) => {
      response.resume()
      response.once('end', () => resolve({ outcome: 'answered' }))
      response.once('error', () => resolve({ outcome: 'cut' }))
    })
    request.once('error', (error) => resolve({ outcome: outcomeOf(error) }))
  })
}

/** Comes, stays a moment, and leaves; a server that says goodbye first does nobody harm. */
function visit(url: string): Promise<Attempt> {
  return new Promise((resolve) => {
    const startedAtMs = performance.now()
    const socket = new WebSocket(url, { perMessageDeflate: false })
    let waitedMs: number | undefined
    socket.once('open', () => {
      waitedMs = performance.now() - startedAtMs
      setTimeout(() => socket.close(1000), webSocketStayMs)
    })
    socket.once('error', (error) => resolve({ outcome: outcomeOf(error) }))
    socket.once('close', (code) => {
      if (waitedMs === undefined || code === 1006) resolve({ outcome: 'cut' })
      else resolve({ outcome: 'answered', waitedMs })
    })
  })
}

function outcomeOf(error: NodeJS.ErrnoException): 'refused' | 'cut' {
  return error.code === 'ECONNREFUSED' ? 'refused' : 'cut'
}

function newTallies(): Tallies {
  const none = (): Tally => ({ answered: 0, refused: 0, cut: 0, longestWaitMs: 0 })
  return { fresh: none(), keepAlive: none(), webSocket: none() }
}
