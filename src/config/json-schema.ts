import { z } from 'zod'
import { configSchema } from './schema.ts'

/** What editors complete and check by. Trailing commas and comments are for the editor to allow. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, {
    io: 'input',
    override: ({ jsonSchema }) => dropLargest(jsonSchema),
  })
  return { title: 'chat-stack settings', allowTrailingCommas: true, ...schema }
}

/** "At most 2^53" tells nobody anything. */
function dropLargest(schema: { maximum?: number; minimum?: number }): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
}
