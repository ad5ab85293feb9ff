/** [P-51] Why the server closes a connection, and whether the client should come back by itself. */
export const closeCodes = {
  goingAway: { code: 1001, reconnect: true },
  protocolError: { code: 1002, reconnect: false },
  invalidText: { code: 1007, reconnect: false },
  policy: { code: 1008, reconnect: false },
  tooBig: { code: 1009, reconnect: false },
  restart: { code: 1012, reconnect: true },
  internal: { code: 4000, reconnect: true },
  slow: { code: 4001, reconnect: true },
  heartbeat: { code: 4002, reconnect: true },
  rate: { code: 4029, reconnect: true },
  badFrames: { code: 4400, reconnect: false },
  authentication: { code: 4401, reconnect: false },
  banned: { code: 4403, reconnect: false },
  protocolVersion: { code: 4406, reconnect: false },
  notAuthenticated: { code: 4408, reconnect: true },
  revoked: { code: 4410, reconnect: false },
} as const

export type CloseReason = keyof typeof closeCodes

/** Those of the table that end it, by number: a client has no need of the rest, and counts its bytes. */
const lastWords = new Set([1002, 1007, 1008, 1009, 4400, 4401, 4403, 4406, 4410])

/** Whether a client comes back after a close with `code`. A code that is not ours (1006: cut) is a reason to. */
export function shouldReconnect(code: number): boolean {
  return !lastWords.has(code)
}
