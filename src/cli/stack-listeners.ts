import type { Config } from '../config/schema.ts'
import type { ServiceManager } from '../config/service-manager.ts'
import { adoptListener, type Listener, openListener } from '../supervisor/listeners.ts'

/** The sockets that both servers' clients know. */
export interface Listeners {
  readonly http: Listener
  readonly ws: Listener
}

type Sockets = ServiceManager['sockets']

/** Throws an ExitError where one cannot be had, once those are closed that could. */
export async function openListeners(
  config: Config,
  sockets: Sockets,
  patienceMs: number,
): Promise<Listeners> {
  const http = await open('http', config, sockets, patienceMs)
  try {
    return { http, ws: await open('ws', config, sockets, patienceMs) }
  } catch (error) {
    http.close()
    throw error
  }
}

/** Only what is to be elsewhere is opened anew: a socket that stays keeps its clients. */
export async function moveListeners(
  current: Listeners,
  { before, after, sockets }: { before: Config; after: Config; sockets: Sockets },
): Promise<Listeners> {
  const move = (name: 'http' | 'ws') => {
    const stays = before[name].host === after[name].host && before[name].port === after[name].port
    return stays || sockets.has(name) ? current[name] : open(name, after, sockets, 0)
  }
  const http = await move('http')
  try {
    return { http, ws: await move('ws') }
  } catch (error) {
    if (http !== current.http) http.close()
    throw error
  }
}

/** Closes those of `old` that are not among `kept`. */
export function closeReplaced(old: Listeners, kept: Listeners): void {
  if (old.http !== kept.http) old.http.close()
  if (old.ws !== kept.ws) old.ws.close()
}

/**
 * The servers tell browsers each other's port, which the config does not know where it says 0. A socket of the service
 * manager may be open to more people than the config says: who may register depends on it.
 */
export function withBoundAddresses(config: Config, { http, ws }: Listeners): Config {
  return {
    ...config,
    http: { ...config.http, host: http.host, port: http.port },
    ws: { ...config.ws, host: ws.host, port: ws.port },
  }
}

async function open(
  name: 'http' | 'ws',
  config: Config,
  sockets: Sockets,
  patienceMs: number,
): Promise<Listener> {
  const given = sockets.get(name)
  if (given !== undefined) return adoptListener(name, given)
  const { host, port } = config[name]
  return openListener({ name, host, port }, { patienceMs })
}
