/**
 * What bounds the WebSocket server's own queues and turns; what a client may notice is in `src/protocol/limits.ts`.
 * Times are in milliseconds.
 */
export const bounds = {
  /** Sockets of all kinds, so that a flood ends here and not at the process's descriptors. */
  maxConnections: 20_000,
  /** How long an HTTP request on this port may take to come; slow ones are an attack. */
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 15_000,
  timeoutCheckMs: 1_000,
  /** Handshakes done in one turn of the loop: 1,000 at once would delay everybody's messages by 40 ms. */
  maxHandshakesPerTurn: 16,
  /** Handshakes that wait for their address's turn [P-10]; beyond it they are told 503. */
  maxWaitingHandshakes: 2_000,
  /** A handshake that had to wait for longer is told 503. */
  handshakeWaitMs: 10_000,
  /** Sockets written to in one turn of the loop, at some 6 µs each; the others' turn comes after the next reads. */
  maxFlushesPerTurn: 256,
  /** Requests of one connection that are being answered. */
  maxPendingRequests: 64,
  /** Frames that were no request at all, at once and then one a minute, before the connection is closed with 4400. */
  badFrameBurst: 10,
  badFramesPerSecond: 1 / 60,
  /** Requests refused for being too fast, at once and then each second, before the connection is closed with 4029. */
  refusalBurst: 80,
  refusalsPerSecond: 1,
  /** Levels of a request's JSON, of which our own need four; V8 takes 150 ms for 128 KiB of brackets. */
  maxJsonDepth: 32,
  /** Values in a request's JSON, of which our own need 200; V8 takes 95 ms for a frame full of empty objects. */
  maxJsonValues: 4_096,
  maxRequestIdCharacters: 128,
  /** Reads of the socket that ws holds while a frame grows. */
  maxBufferedChunks: 8_192,
  /** Requests that one picture counts for, in the long run: each is a process that decodes. */
  uploadCost: 5,
  /** Pings of the client that wait for their pong to be sent. */
  maxPendingPongs: 16,
  /** Receivers in a room above which typing and presence are not told: they would cost more than the messages. */
  maxEphemeralReceivers: 100,
  /** Comings and goings are told once in this time, so that a reload of the page is none. */
  presenceWindowMs: 1_000,
  /** Names and addresses whose recent log-ins are remembered. */
  maxRememberedKeys: 10_000,
  /** Wrong passwords and new accounts from one address, whatever the names, as a multiple of those for one name. */
  attemptsPerAddressFactor: 10,
  /** Passwords hashed at once: bcrypt shares its four threads with all files (promise: chat goes on). */
  maxHashesAtOnce: 2,
  /** Passwords that wait for it, some 100 ms each; beyond it people are asked to come back. */
  maxWaitingHashes: 30,
  /** Searches that look through the index at the same time: each look keeps the reading thread for 12 ms. */
  maxSearchesAtOnce: 2,
  /** Searches that wait for it; beyond it people are asked to come back. */
  maxWaitingSearches: 100,
  /** How long a socket may take to read what was sent and to answer a close, when the server goes. */
  closeGraceMs: 1_000,
  /** How long who has just been accepted may take to ask, when the server goes: then a WebSocket is told to come again. */
  arrivalGraceMs: 500,
  /** Connections told to go in one turn of the loop while draining. */
  maxClosesPerTurn: 200,
  /** How often a connection's login is looked at again: still there, not expired, in use. */
  sessionCheckMs: 3_600_000,
} as const
