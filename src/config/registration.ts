import type { Config } from './schema.ts'

const loopback = new Set(['127.0.0.1', 'localhost', '::1', '[::1]'])

export function isLoopback(host: string): boolean {
  return loopback.has(host)
}

/** `auto` is open only where nobody else can come in: a proxy in front of loopback is the world. */
export function effectiveRegistration(config: Config): 'open' | 'invite' | 'closed' {
  if (config.auth.registration !== 'auto') return config.auth.registration
  return waysIn(config).length === 0 ? 'open' : 'invite'
}

/** For people: who may register, and why. */
export function describeRegistration(config: Config): string {
  const meaning = {
    open: 'open to whoever reaches the page',
    invite: 'by invite',
    closed: 'closed: accounts are made with "chat-stack user add"',
  }[effectiveRegistration(config)]
  if (config.auth.registration !== 'auto') return `${meaning} (auth.registration)`
  const ways = waysIn(config)
  return `${meaning} (auto, since ${ways.length === 0 ? 'only this machine can reach it' : ways.join(' and ')})`
}

/** What lets others than this machine's users in. */
function waysIn({ http, ws }: Config): readonly string[] {
  return [
    ...(isLoopback(http.host) ? [] : [`http.host is ${http.host}`]),
    ...(isLoopback(ws.host) ? [] : [`ws.host is ${ws.host}`]),
    ...(http.publicUrl === null ? [] : ['http.publicUrl is set']),
    ...(ws.publicUrl === null ? [] : ['ws.publicUrl is set']),
    ...(http.trustProxy === false ? [] : ['http.trustProxy is set']),
  ]
}
