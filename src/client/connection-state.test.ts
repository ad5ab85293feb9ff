import { describe, expect, it } from 'vitest'
import { closeCodes } from '../protocol/close-codes.ts'
import { type ConnectionEvent, type ConnectionState, transition } from './connection-state.ts'
import { ChatError } from './errors.ts'

const nowMs = 1_000_000
const context = { nowMs, online: true, delayMs: (attempt: number) => attempt * 1_000 }

const states = {
  closed: { name: 'closed', reason: 'idle' },
  connecting: { name: 'connecting', attempt: 2, signingIn: false },
  signingIn: { name: 'connecting', attempt: 1, signingIn: true },
  authenticating: { name: 'authenticating', attempt: 2, signingIn: false },
  loggingIn: { name: 'authenticating', attempt: 1, signingIn: true },
  live: { name: 'live', attempt: 2, sinceMs: nowMs - 9_999, draining: false },
  stable: { name: 'live', attempt: 2, sinceMs: nowMs - 10_000, draining: false },
  draining: { name: 'live', attempt: 1, sinceMs: nowMs, draining: true },
  drainingAgain: { name: 'live', attempt: 2, sinceMs: nowMs, draining: true },
  waiting: { name: 'waiting', attempt: 3, retryAtMs: nowMs + 5_000 },
  offline: { name: 'offline', attempt: 3, retryAtMs: nowMs + 5_000 },
} satisfies Record<string, ConnectionState>

const refusal = new ChatError('invalid_credentials', 'No.')
const disabled = new ChatError('account_disabled', 'No.')
const busy = new ChatError('rate_limited', 'Wait.', { retryable: true, retryAfterMs: 7_000 })

const events = {
  connect: { type: 'connect' },
  sign_in: { type: 'sign_in' },
  disconnect: { type: 'disconnect', reason: 'idle' },
  greeted: { type: 'greeted' },
  authenticated: { type: 'authenticated' },
  refused: { type: 'refused', error: refusal },
  disabled: { type: 'refused', error: disabled },
  busy: { type: 'refused', error: busy },
  cut: { type: 'dropped', code: 1006 },
  restarted: { type: 'dropped', code: 1012 },
  revoked: { type: 'dropped', code: 4410 },
  timed_out: { type: 'timed_out' },
  draining: { type: 'draining' },
  retry_due: { type: 'retry_due' },
  went_online: { type: 'went_online' },
  went_offline: { type: 'went_offline' },
} satisfies Record<string, ConnectionEvent>

const first: ConnectionState = { name: 'connecting', attempt: 1, signingIn: false }
const form: ConnectionState = { name: 'connecting', attempt: 1, signingIn: true }
const idle: ConnectionState = { name: 'closed', reason: 'idle' }
const revoked: ConnectionState = { name: 'closed', reason: 'revoked' }
const next = (attempt: number): ConnectionState => ({ name: 'connecting', attempt, signingIn: false })
const pause = (attempt: number, delayMs = attempt * 1_000): ConnectionState => ({
  name: 'waiting',
  attempt,
  retryAtMs: nowMs + delayMs,
})
const answered = (code: string) => ({ name: 'closed', reason: 'signed_out', error: { code } })

/** What is not listed is stale: the state stays the very same. */
const table: Record<keyof typeof states, Partial<Record<keyof typeof events, object>>> = {
  closed: { connect: first, sign_in: form },
  connecting: {
    sign_in: form,
    greeted: { name: 'authenticating', attempt: 2, signingIn: false },
    cut: pause(2),
    restarted: pause(2),
    revoked,
    timed_out: pause(2),
  },
  signingIn: {
    sign_in: form,
    greeted: { name: 'authenticating', attempt: 1, signingIn: true },
    cut: answered('disconnected'),
    restarted: answered('disconnected'),
    revoked,
    timed_out: answered('timeout'),
  },
  authenticating: {
    sign_in: form,
    authenticated: { name: 'live', attempt: 2, sinceMs: nowMs, draining: false },
    refused: { name: 'closed', reason: 'signed_out' },
    disabled: answered('account_disabled'),
    busy: pause(2, 7_000),
    cut: pause(2),
    restarted: pause(2),
    revoked,
    timed_out: pause(2),
  },
  loggingIn: {
    sign_in: form,
    authenticated: { name: 'live', attempt: 1, sinceMs: nowMs, draining: false },
    refused: answered('invalid_credentials'),
    disabled: answered('account_disabled'),
    busy: answered('rate_limited'),
    cut: answered('disconnected'),
    restarted: answered('disconnected'),
    revoked,
    timed_out: answered('timeout'),
  },
  live: {
    cut: pause(2),
    restarted: pause(2),
    revoked,
    timed_out: pause(2),
    draining: { name: 'live', attempt: 2, sinceMs: nowMs - 9_999, draining: true },
  },
  stable: {
    cut: pause(0),
    restarted: pause(0),
    revoked,
    timed_out: pause(0),
    draining: { name: 'live', attempt: 2, sinceMs: nowMs - 10_000, draining: true },
  },
  draining: { cut: next(2), restarted: next(2), revoked, timed_out: next(2) },
  drainingAgain: {
    cut: pause(2),
    restarted: pause(2),
    revoked,
    timed_out: pause(2),
  },
  waiting: {
    connect: next(4),
    sign_in: form,
    retry_due: next(4),
    went_online: next(4),
    went_offline: { name: 'offline', attempt: 3, retryAtMs: nowMs + 5_000 },
  },
  offline: { connect: next(4), sign_in: form, retry_due: next(4), went_online: next(4) },
}

describe('the connection', () => {
  for (const [stateName, state] of Object.entries(states)) {
    for (const [eventName, event] of Object.entries(events)) {
      const row = table[stateName as keyof typeof states]
      const expected = eventName === 'disconnect' ? idle : row[eventName as keyof typeof events]

      it(`when ${stateName}, hears ${eventName} and ${expected === undefined ? 'stays' : 'moves'}`, () => {
        const after = transition(state, event, context)

        expect(after === state).toBe(expected === undefined)
        expect(after).toMatchObject(expected ?? state)
      })
    }
  }

  it('waits as offline while the system says that there is no network', () => {
    const after = transition(states.stable, events.cut, { ...context, online: false })

    expect(after).toEqual({ name: 'offline', attempt: 0, retryAtMs: nowMs })
  })

  it('shows no error where a session has merely ended', () => {
    expect(transition(states.authenticating, events.refused, context)).not.toHaveProperty('error')
  })

  it.each(Object.entries(closeCodes))(
    '[P-51] after a close for %s comes back as the table says',
    (_, entry) => {
      const after = transition(states.live, { type: 'dropped', code: entry.code }, context)

      expect(after.name).toBe(entry.reconnect ? 'waiting' : 'closed')
    },
  )

  it.each([
    [4400, 'faulty'],
    [4401, 'signed_out'],
    [4403, 'banned'],
    [4406, 'unsupported'],
    [4410, 'revoked'],
    [1009, 'faulty'],
  ])('[P-51] says after close code %i that it is %s', (code, reason) => {
    expect(transition(states.live, { type: 'dropped', code }, context)).toEqual({ name: 'closed', reason })
  })
})
