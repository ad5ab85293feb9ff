import type { Config } from './schema.ts'

const loopback = new Set(['127.0.0.1', 'localhost', '::1', '[::1]'])

export function isLoopback(host: string): boolean {
  return loopback.has(host)
}

/** `auto` is open only where nobody else can come in: a proxy in front of loopback is the world. */
export function effectiveRegistration(config: Config): 'open' | 'invite' | 'closed' {
  if (config.auth.registration !== 'auto') return config.auth.registration
  const isPrivate =
    isLoopback(config.http.host) &&
    isLoopback(config.ws.host) &&
    config.http.publicUrl === null &&
    config.ws.publicUrl === null &&
    config.http.trustProxy === false
  return isPrivate ? 'open' : 'invite'
}
