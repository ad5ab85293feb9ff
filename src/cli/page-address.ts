import type { Config } from '../config/schema.ts'

/** Where a browser on this machine, or behind the configured proxy, finds the stack: without a slash at its end. */
export function pageAddress({ host, port, publicUrl }: Config['http']): string {
  return publicUrl === null ? `http://${hostAndPort(host, port)}` : new URL(publicUrl).origin
}

/** The same for the WebSocket server. */
export function socketAddress({ host, port, publicUrl }: Config['ws']): string {
  return publicUrl ?? `ws://${hostAndPort(host, port)}`
}

/** Listening everywhere, the machine's own name is not known here; loopback at least works on it. */
function hostAndPort(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' || host === '[::]' ? '127.0.0.1' : host
  return `${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${port}`
}
