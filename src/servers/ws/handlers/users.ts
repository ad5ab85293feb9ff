import type { Handler } from '../context.ts'

export const users: Handler<'users'> = async ({ store }, { q }) => ({
  users: await store.read('users', { q }),
})
