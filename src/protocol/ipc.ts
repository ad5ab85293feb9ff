import * as z from 'zod/mini'

/** The version of this page; a child that speaks another one is a failed start. */
export const ipcVersion = 1

/** The descriptor on which a supervised server finds its listening socket. */
export const listenDescriptor = 3

/** What a child tells its supervisor. */
export const childMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('booted'), version: z.literal(ipcVersion) }),
  z.object({ type: z.literal('ready'), address: z.string() }),
  z.object({
    type: z.literal('heartbeat'),
    seq: z.int(),
    rssBytes: z.int(),
    loopLagMs: z.number(),
    connections: z.int(),
  }),
  z.object({ type: z.literal('draining'), left: z.int() }),
  z.object({ type: z.literal('drained') }),
  /** The child cannot go on; `exitCode` says whether another try makes sense (78: it does not). */
  z.object({ type: z.literal('fatal'), code: z.string(), message: z.string(), exitCode: z.int() }),
])
export type ChildMessage = z.infer<typeof childMessageSchema>

/** What a supervisor tells its child. SIGTERM means the same, with the child's own deadline. */
export const supervisorMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('drain'), deadlineMs: z.int() }),
])
export type SupervisorMessage = z.infer<typeof supervisorMessageSchema>
