import { expect, it } from 'vitest'
import { clientIdSchema } from '../protocol/values.ts'
import { newUuid } from './uuid.ts'

it('[P-22] makes ids that the server takes, and never the same', () => {
  const ids = Array.from({ length: 1_000 }, () => newUuid(0x0123_4567_89ab))

  expect(new Set(ids).size).toBe(1_000)
  for (const id of ids) expect(clientIdSchema.safeParse(id).success).toBe(true)
  expect(ids[0]).toMatch(/^01234567-89ab-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
})

it('makes ids whose order is that of their times', () => {
  const ids = [1, 15, 16, 4_095, 1_795_000_000_000].map(newUuid)

  expect(ids.toSorted()).toEqual(ids)
})
