import * as z from 'zod/mini'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'

/** `value`, if the wire's schema takes it; else the refusal that says what was expected. `secret` values are not shown. */
export function checked(
  schema: z.ZodMiniType<string>,
  value: string,
  noun: string,
  { secret = false } = {},
): string {
  const result = z.safeParse(schema, value)
  if (result.success) return result.data
  const expected = result.error.issues[0]?.message ?? 'another value'
  const got = secret
    ? `${[...value].length} characters, ${Buffer.byteLength(value)} bytes`
    : JSON.stringify(value)
  throw new ExitError(exitCodes.error, `Expected ${noun} ${expected}, got ${got}.`)
}
