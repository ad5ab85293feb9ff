import type { Handler } from '../context.ts'

export const presence: Handler<'presence'> = async ({ presence, connection, accountId }, { state }) => {
  presence.set(connection, accountId, state)
  return {}
}
