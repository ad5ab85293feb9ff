import type { Handler } from '../context.ts'

export const inviteCreate: Handler<'invite_create'> = ({ store, accountId }, payload) =>
  store.execute('create_invite', {
    accountId,
    expiresInMs: payload.expires_in_ms ?? null,
    maxUses: payload.max_uses ?? null,
  })
