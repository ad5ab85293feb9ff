import type { AccountRole } from '../protocol/values.ts'

/** Somebody who can log in. `id` is an integer inside, a decimal string on the wire. */
export interface Account {
  id: number
  username: string
  displayName: string
  role: AccountRole
  createdAtMs: number
  disabledAtMs: number | null
}
