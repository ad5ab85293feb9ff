import type { Handler } from '../context.ts'

export const sessionList: Handler<'session_list'> = async ({ store, hub, accountId, sessionId }) => {
  const sessions = await store.read('sessions', { accountId })
  const identities = [...(hub.user(accountId)?.connections.values() ?? [])]
  const connected = new Set(identities.map((identity) => identity.sessionId))
  return {
    sessions: sessions.map((session) => ({
      session_id: String(session.sessionId),
      device: session.device,
      created_ts: session.createdAtMs,
      last_seen_ts: session.lastSeenAtMs,
      expires_ts: session.expiresAtMs,
      connected: connected.has(session.sessionId),
      current: session.sessionId === sessionId,
    })),
  }
}
