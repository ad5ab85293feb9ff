// Guards by hand: the supervisor is to stay small, and the schema library would be its largest part.

/** The version of this page; a child that speaks another one is a failed start. */
export const ipcVersion = 1

/** The descriptor on which a supervised server finds its listening socket. */
export const listenDescriptor = 3

/** What a child tells its supervisor. */
export type ChildMessage =
  | { readonly type: 'booted'; readonly version: typeof ipcVersion }
  | { readonly type: 'ready'; readonly address: string }
  | {
      readonly type: 'heartbeat'
      readonly seq: number
      readonly rssBytes: number
      readonly loopLagMs: number
      readonly connections: number
      /** Of one core, since the beat before; may pass 100, since there are threads. */
      readonly cpuPercent?: number
    }
  | { readonly type: 'draining'; readonly left: number }
  | { readonly type: 'drained' }
  /** The child cannot go on; `exitCode` says whether another try makes sense (78: it does not). */
  | { readonly type: 'fatal'; readonly code: string; readonly message: string; readonly exitCode: number }

/** What a supervisor tells its child. SIGTERM means the same, with the child's own deadline. */
export interface SupervisorMessage {
  readonly type: 'drain'
  readonly deadlineMs: number
}

type Guard = (value: unknown) => boolean
type Shape = Readonly<Record<string, Guard>>

const text: Guard = (value) => typeof value === 'string'
const whole: Guard = (value) => Number.isSafeInteger(value)
const finite: Guard = (value) => Number.isFinite(value)
const finiteOrAbsent: Guard = (value) => value === undefined || Number.isFinite(value)

const childShapes: Readonly<Record<ChildMessage['type'], Shape>> = {
  booted: { version: (value) => value === ipcVersion },
  ready: { address: text },
  heartbeat: {
    seq: whole,
    rssBytes: whole,
    loopLagMs: finite,
    connections: whole,
    cpuPercent: finiteOrAbsent,
  },
  draining: { left: whole },
  drained: {},
  fatal: { code: text, message: text, exitCode: whole },
}

/** The message, or `null` for what is none: a newer child may say more than we understand. */
export function parseChildMessage(received: unknown): ChildMessage | null {
  return matches(received, childShapes) ? (received as ChildMessage) : null
}

export function parseSupervisorMessage(received: unknown): SupervisorMessage | null {
  return matches(received, { drain: { deadlineMs: whole } }) ? (received as SupervisorMessage) : null
}

function matches(received: unknown, shapes: Readonly<Record<string, Shape>>): boolean {
  if (typeof received !== 'object' || received === null || !('type' in received)) return false
  const { type } = received
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return false
  const fields = received as Record<string, unknown>
  return Object.entries(shapes[type] ?? {}).every(([name, guard]) => guard(fields[name]))
}
