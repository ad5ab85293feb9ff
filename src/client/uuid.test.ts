import { expect, it } from 'vitest'
import { clientMessageIdSchema } from '../protocol/values.ts'
import { newUuid } from './uuid.ts'

it('[P-22] makes ids that the server takes, and never the same', () => {
  const ids = Array.from({ length: 1_000 }, newUuid)

  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(clientMessageIdSchema.safeParse(id).success).toBe(true)
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
})
