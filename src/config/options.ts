import { z } from 'zod'
import { configSchema } from './schema.ts'

/** One setting, as files, variables and people name it. */
export interface Option {
  /** `http.port` */
  readonly name: string
  readonly section: string
  readonly key: string
  /** `CHAT_STACK_HTTP__PORT` */
  readonly variable: string
  readonly description: string
  readonly default: unknown
  /** What a value has to be: `a port from 0 to 65535`. */
  readonly expected: string
  readonly schema: z.ZodType
}

export const variablePrefix = 'CHAT_STACK_'

/** Every option of the schema, in its order. */
export function configOptions(): readonly Option[] {
  return Object.entries(configSchema.shape).flatMap(([section, schema]) => {
    if (!(schema instanceof z.ZodPrefault)) return []
    const object = schema.unwrap() as z.ZodObject
    return Object.entries(object.shape).map(([key, leaf]) => describeOption(section, key, leaf as z.ZodType))
  })
}

function describeOption(section: string, key: string, schema: z.ZodType): Option {
  return {
    name: `${section}.${key}`,
    section,
    key,
    variable: `${variablePrefix}${section.toUpperCase()}__${snake(key)}`,
    description: schema.description ?? '',
    default: schema.parse(undefined),
    expected: expectation(schema),
    schema,
  }
}

/** No schema takes a symbol, so its complaint tells what it would have taken. */
function expectation(schema: z.ZodType): string {
  const expected = schema.safeParse(Symbol()).error?.issues[0]?.message ?? ''
  return schema.safeParse(null).success ? `${expected}; or null` : expected
}

function snake(key: string): string {
  return key.replace(/[A-Z]/g, '_$&').toUpperCase()
}
