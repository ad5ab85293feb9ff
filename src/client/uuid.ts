/** A random UUID. `crypto.randomUUID` is missing on pages that came over plain HTTP from a LAN address. */
export function newUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  // RFC 9562, section 5.4: version 4, and the variant in the digit that begins the fourth group.
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-8$4-')
}
