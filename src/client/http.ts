import type { ErrorPayload } from '../protocol/events.ts'
import type { ClientConfig } from '../protocol/http.ts'
import type { BrowserGlobals } from './browser-globals.ts'
import { ChatError, disconnected, fromWire } from './errors.ts'
import type { WebSocketConstructor, WebSocketLike } from './socket.ts'

/** The HTTP server, as far as the client needs it. */
export interface HttpApi {
  /** `null` where no HTTP address is known. */
  readonly baseUrl: string | null
  loadConfig(signal?: AbortSignal): Promise<ClientConfig>
  /** [P-14] Trades a ticket for the cookie that authenticates pictures and reconnects. */
  redeemTicket(ticket: string): Promise<void>
  dropCookie(): Promise<void>
}

const timeoutMs = 10_000

export function createHttpApi(options: { baseUrl: string | null; fetch: typeof fetch }): HttpApi {
  const { baseUrl } = options

  async function call(path: string, init: RequestInit, caller?: AbortSignal): Promise<Response> {
    if (baseUrl === null) throw disconnected()
    const deadline = AbortSignal.timeout(timeoutMs)
    const signal = caller ? AbortSignal.any([caller, deadline]) : deadline
    const response = await options.fetch(`${baseUrl}${path}`, { ...init, signal }).catch((cause: unknown) => {
      throw disconnected(cause)
    })
    if (!response.ok) throw await refusalOf(response)
    return response
  }

  return {
    baseUrl,
    async loadConfig(signal) {
      const response = await call('/client-config.json', { cache: 'no-cache' }, signal)
      return (await response.json()) as ClientConfig
    },
    async redeemTicket(ticket) {
      await call('/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ticket }),
      })
    },
    async dropCookie() {
      await call('/session', { method: 'DELETE' })
    },
  }
}

/** Every refusal of the HTTP API carries the wire's error; what a proxy answers does not. */
async function refusalOf(response: Response): Promise<ChatError> {
  const body = (await response.json().catch(() => null)) as { error?: ErrorPayload } | null
  return refusal(response.status, body)
}

export function refusal(status: number, body: { error?: ErrorPayload } | null): ChatError {
  if (body?.error) return fromWire(body.error)
  return new ChatError('bad_reply', `Expected the server's answer, got HTTP status ${status}`, {
    retryable: status >= 500,
  })
}

/** Finds out where the WebSocket server is, and opens a socket there. */
export function createSocketOpener(options: {
  url?: string
  http: HttpApi
  browser: BrowserGlobals
  webSocket: WebSocketConstructor
}): (attempt: number) => Promise<WebSocketLike> {
  let known = options.url

  async function address(attempt: number): Promise<string> {
    // After some failures the server may have moved; if that cannot be told either, the old address is as good as any.
    const isSuspect = attempt > 3 && options.url === undefined
    if (known !== undefined && !isSuspect) return known
    const config = await options.http.loadConfig().catch((error: unknown) => {
      if (known === undefined) throw error
      return null
    })
    if (config !== null) known = socketUrl(config, options.browser)
    return known ?? ''
  }

  return async (attempt) => new options.webSocket(await address(attempt))
}

/** The page's own host name, since a cookie of `localhost` is not sent to 127.0.0.1. */
function socketUrl(config: ClientConfig, { location }: BrowserGlobals): string {
  if (config.ws_url !== null) return config.ws_url
  const scheme = location?.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${location?.hostname ?? '127.0.0.1'}:${config.ws_port}/`
}
