const safeProtocols = new Set(['http:', 'https:', 'mailto:'])

/** The address of a link that may be followed, as the browser itself reads it; `null` for every other. */
export function safeLink(address: string): string | null {
  try {
    const url = new URL(address)
    return safeProtocols.has(url.protocol) ? url.href : null
  } catch {
    return null
  }
}
