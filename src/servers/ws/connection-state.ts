import type { CloseReason } from '../../protocol/close-codes.ts'

/** Who a connection speaks for, and by which login. */
export interface Identity {
  readonly accountId: number
  readonly sessionId: number
}

/** The states of the diagram in `connection.ts`, each with what is known in it alone. */
export type ConnectionState =
  | { readonly kind: 'greeted' }
  | { readonly kind: 'authenticating' }
  | { readonly kind: 'live'; readonly identity: Identity }
  | { readonly kind: 'closing'; readonly cause: CloseCause }

/** `gone`: the peer left, or was cut off. */
export type CloseCause = CloseReason | 'gone'

export type ConnectionEvent =
  | { readonly type: 'authentication_started' }
  | { readonly type: 'authentication_failed' }
  | { readonly type: 'authenticated'; readonly identity: Identity }
  | { readonly type: 'close_asked'; readonly cause: CloseCause }

/** The next state, or the same one where the event means nothing: an answer may come after the connection has ended. */
export function transition(state: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (state.kind) {
    case 'greeted':
      if (event.type === 'authentication_started') return { kind: 'authenticating' }
      return closedBy(event) ?? state
    case 'authenticating':
      if (event.type === 'authentication_failed') return { kind: 'greeted' }
      if (event.type === 'authenticated') return { kind: 'live', identity: event.identity }
      return closedBy(event) ?? state
    case 'live':
      return closedBy(event) ?? state
    case 'closing':
      // The first cause wins.
      return state
    default:
      return state satisfies never
  }
}

function closedBy(event: ConnectionEvent): ConnectionState | undefined {
  return event.type === 'close_asked' ? { kind: 'closing', cause: event.cause } : undefined
}
