import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ConfigInput, configSchema } from '../../src/config/schema.ts'
import type { Account } from '../../src/domain/account.ts'
import { DomainError } from '../../src/domain/errors.ts'
import { createImageIntake } from '../../src/domain/images/intake.ts'
import type { Store } from '../../src/domain/store.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { Log, LogFields } from '../../src/platform/log.ts'
import { createApp } from '../../src/servers/http/app.ts'
import type { HttpContext } from '../../src/servers/http/context.ts'
import { createHttpServer, defaultServerBounds, type ServerBounds } from '../../src/servers/http/server.ts'

/** The HTTP server on a real socket, in a folder of its own, over a store that holds two people in memory. */
export async function startHttpStack(
  options: {
    config?: ConfigInput
    bounds?: Partial<ServerBounds>
    context?: Partial<HttpContext>
    /** A real one, in place of the two people. */
    store?: Store
  } = {},
) {
  const dir = await mkdtemp(path.join(tmpdir(), 'chat-stack-http-'))
  const imagesDir = path.join(dir, 'images')
  const webDir = path.join(dir, 'web')
  const http = createHttpServer((request, response) => app(request, response), {
    bounds: { ...defaultServerBounds, ...options.bounds },
    clock: systemClock,
  })
  await http.listen({ host: '127.0.0.1', port: 0 })
  const { port } = http.server.address() as AddressInfo
  const { config: input = {} } = options
  const config = configSchema.parse({ ...input, images: { ...input.images, dir: imagesDir } })
  const memory = createMemoryStore()
  const store = options.store ?? memory
  const lines: { level: string; event: string; fields: LogFields }[] = []
  const log = recordingLog(lines)
  const { maxBytes, maxPixels, quotaBytesPerUser } = config.images
  const limits = { maxBytes, maxPixels, quotaBytesPerUser, bounds: { deadlineMs: 60_000 } }
  const images = createImageIntake({ dir: imagesDir, ...limits, store, log, clock: systemClock })
  const app = createApp({
    config,
    ports: { http: port, ws: 7223 },
    store,
    images,
    log,
    clock: systemClock,
    webDir,
    version: '0.0.0-test',
    isDraining: () => http.isDraining(),
    ...options.context,
  })
  const origin = `http://127.0.0.1:${port}`

  return {
    ...{ origin, port, app, store: memory, lines, http, imagesDir, webDir },
    fetch: (address: string, init: RequestInit = {}) =>
      fetch(`${origin}${address}`, { redirect: 'manual', ...init }),
    raw: (text: string) => exchange(port, text),
    async stop() {
      http.server.closeAllConnections()
      await new Promise((resolve) => http.server.close(resolve))
      await images.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export type HttpStack = Awaited<ReturnType<typeof startHttpStack>>

/** Sends bytes as they are and resolves with all that came back, when the server has closed. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'))
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      answer += chunk
    })
    socket.once('close', () => resolve(answer))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
  })
}

const account = (id: number, username: string): Account => ({
  ...{ id, username, displayName: username.toUpperCase(), role: 'member' },
  ...{ createdAtMs: 0, disabledAtMs: null },
})

/** Just enough of the store's promises for the HTTP server; `token-ann` and `token-bob` are logged in. */
function createMemoryStore() {
  const sessions = new Map([
    ['token-ann', { sessionId: 1, account: account(1, 'ann') }],
    ['token-bob', { sessionId: 2, account: account(2, 'bob') }],
  ])
  const tickets = new Map([['ticket-ann', 'token-ann']])
  const pictures = new Map<string, number>()
  const touched: number[] = []
  const state = { isBroken: false, dueForTouch: false }

  const commands: Record<string, (input: never) => unknown> = {
    redeem_ticket({ ticket }: { ticket: string }) {
      const token = tickets.get(ticket)
      if (!tickets.delete(ticket)) throw new DomainError('invalid_credentials')
      return { sessionId: 1, accountId: 1, token, expiresAtMs: Date.now() + 1000 }
    },
    revoke_session({ sessionId }: { sessionId: number }) {
      for (const [token, session] of sessions) if (session.sessionId === sessionId) sessions.delete(token)
      return null
    },
    touch_session: ({ sessionId }: { sessionId: number }) => touched.push(sessionId),
    add_image(input: {
      ownerId: number
      filename: string
      thumbFilename: string
      width: number
      height: number
    }) {
      for (const filename of [input.filename, input.thumbFilename]) pictures.set(filename, input.ownerId)
      const { width, height } = input
      const [url, thumb_url] = [`/temp/images/${input.filename}`, `/temp/images/${input.thumbFilename}`]
      return { image_id: '1', url, thumb_url, width, height }
    },
  }
  const queries: Record<string, (input: never) => unknown> = {
    place: () => ({ claimed: true, placeName: 'Home', epoch: 'e' }),
    ping: () => ({ schemaVersion: 1 }),
    session_by_token({ token }: { token: string }) {
      const session = sessions.get(token)
      return session && { ...session, expiresAtMs: Number.POSITIVE_INFINITY, dueForTouch: state.dueForTouch }
    },
    image_bytes: () => 0,
    image_by_filename: ({ accountId, filename }: { accountId: number; filename: string }) =>
      pictures.get(filename) === accountId ? { imageId: 1, bytes: 1 } : null,
  }
  const answer = async (table: typeof commands, kind: string, input: unknown) => {
    if (state.isBroken) throw new Error('CanaryDatabase is broken')
    return table[kind]?.(input as never) ?? null
  }
  const store = {
    execute: (kind: string, input: unknown) => answer(commands, kind, input),
    read: (kind: string, input: unknown) => answer(queries, kind, input),
  } as unknown as Pick<Store, 'execute' | 'read'>
  return { ...store, state, pictures, touched }
}

function recordingLog(lines: { level: string; event: string; fields: LogFields }[]): Log {
  const write =
    (level: string) =>
    (event: string, fields: LogFields = {}) =>
      void lines.push({ level, event, fields })
  const log: Log = {
    ...{ debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
    child: () => log,
  }
  return log
}
