import type { Config } from '../../config/schema.ts'

/** The secret stays in the fragment, which browsers send to no server. */
export function inviteLink(config: Config, secret: string): string {
  return `${pageAddress(config.http)}/#invite=${secret}`
}

/** Listening everywhere, the machine's own name is not known here; loopback at least works on it. */
function pageAddress({ host, port, publicUrl }: Config['http']): string {
  if (publicUrl !== null) return new URL(publicUrl).origin
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
