import { describe, expect, test } from 'vitest'
import { type ConnectionEvent, type ConnectionState, transition } from './connection-state.ts'

const identity = { accountId: 1, sessionId: 2 }
const greeted: ConnectionState = { kind: 'greeted' }
const authenticating: ConnectionState = { kind: 'authenticating' }
const live: ConnectionState = { kind: 'live', identity }
const closing: ConnectionState = { kind: 'closing', cause: 'slow' }

const started: ConnectionEvent = { type: 'authentication_started' }
const failed: ConnectionEvent = { type: 'authentication_failed' }
const authenticated: ConnectionEvent = { type: 'authenticated', identity }
const closeAsked: ConnectionEvent = { type: 'close_asked', cause: 'revoked' }
const revoked: ConnectionState = { kind: 'closing', cause: 'revoked' }

const table: [ConnectionState, ConnectionEvent, ConnectionState][] = [
  [greeted, started, authenticating],
  [greeted, failed, greeted],
  [greeted, authenticated, greeted],
  [greeted, closeAsked, revoked],
  [authenticating, started, authenticating],
  [authenticating, failed, greeted],
  [authenticating, authenticated, live],
  [authenticating, closeAsked, revoked],
  [live, started, live],
  [live, failed, live],
  [live, authenticated, live],
  [live, closeAsked, revoked],
  [closing, started, closing],
  [closing, failed, closing],
  [closing, authenticated, closing],
  [closing, closeAsked, closing],
]

describe('the states of a connection', () => {
  test.each(
    table.map(
      ([before, event, after]) => [before.kind, event.type, after.kind, { before, event, after }] as const,
    ),
  )('%s, %s: %s', (_before, _event, _after, row) => {
    expect(transition(row.before, row.event)).toEqual(row.after)
  })

  test('the first cause of a close is kept', () => {
    const once = transition(live, { type: 'close_asked', cause: 'slow' })
    expect(transition(once, { type: 'close_asked', cause: 'restart' })).toEqual({
      kind: 'closing',
      cause: 'slow',
    })
  })
})
