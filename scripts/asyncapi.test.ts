import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { events } from '../src/protocol/events.ts'
import { requests } from '../src/protocol/requests.ts'
import { asyncApiDocument } from './asyncapi.ts'

const document = asyncApiDocument()

/** The parts of AsyncAPI 3.0.0 that we use, strictly: what the specification does not know there is a mistake. */
const reference = z.strictObject({ $ref: z.string() })
const structure = z.strictObject({
  asyncapi: z.literal('3.0.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  defaultContentType: z.literal('application/json'),
  servers: z.record(
    z.string().check(z.regex(/^[\w.-]+$/)),
    z.strictObject({ host: z.string(), protocol: z.enum(['ws', 'wss']), description: z.string() }),
  ),
  channels: z.record(
    z.string(),
    z.strictObject({
      address: z.string(),
      description: z.string(),
      messages: z.record(z.string().check(z.regex(/^[\w.-]+$/)), reference),
    }),
  ),
  operations: z.record(
    z.string(),
    z.strictObject({
      action: z.enum(['send', 'receive']),
      channel: reference,
      summary: z.string(),
      messages: z.array(reference).check(z.minLength(1)),
      reply: z.optional(
        z.strictObject({ channel: reference, messages: z.array(reference).check(z.minLength(1)) }),
      ),
    }),
  ),
  components: z.strictObject({
    messages: z.record(
      z.string().check(z.regex(/^[\w.-]+$/)),
      z.strictObject({
        name: z.string(),
        title: z.string(),
        summary: z.string(),
        contentType: z.optional(z.string()),
        payload: z.record(z.string(), z.unknown()),
      }),
    ),
    schemas: z.record(z.string().check(z.regex(/^[\w.-]+$/)), z.record(z.string(), z.unknown())),
  }),
})

describe('the AsyncAPI document', () => {
  test('has the structure that AsyncAPI 3.0.0 asks for', () => {
    expect(z.safeParse(structure, document).error).toBeUndefined()
  })

  test('refers to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, to = '']) => to)

    expect(references.length).toBeGreaterThan(100)
    expect(references.filter((to) => resolve(to) === undefined)).toEqual([])
  })

  test('has operations that use the messages of their channel', () => {
    for (const { channel, messages, reply } of Object.values(document.operations)) {
      const used = [...messages, ...(reply?.messages ?? [])]
      expect(used.filter(({ $ref }) => !$ref.startsWith(`${channel.$ref}/messages/`))).toEqual([])
      expect(resolve(channel.$ref)).toBeDefined()
    }
  })

  test('has an operation for each request and each event of the wire', () => {
    expect(Object.keys(document.operations).toSorted()).toEqual(
      [
        ...Object.keys(requests),
        'image_chunk',
        ...Object.keys(events).map((type) => `${type}_event`),
      ].toSorted(),
    )
  })

  test('has payloads whose every keyword JSON Schema knows', () => {
    const known = new Set([
      ...[
        '$ref',
        'type',
        'const',
        'enum',
        'properties',
        'required',
        'items',
        'additionalProperties',
        'propertyNames',
      ],
      ...['allOf', 'anyOf', 'oneOf', 'not', 'description', 'default', 'format', 'pattern'],
      ...['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'exclusiveMinimum'],
      // Of pairs, as draft 7 writes them.
      'additionalItems',
    ])
    const schemas = [
      ...Object.values(document.components.schemas),
      ...Object.values(document.components.messages).map(({ payload }) => payload),
    ]

    const unknown = schemas.flatMap(keywordsIn).filter((keyword) => !known.has(keyword))

    expect([...new Set(unknown)]).toEqual([])
  })
})

/** A JSON pointer into the document (RFC 6901). */
function resolve(pointer: string): unknown {
  const parts = pointer.replace(/^#\//, '').split('/')
  return parts.reduce<unknown>(
    (at, part) =>
      (at as Record<string, unknown> | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')],
    document,
  )
}

/** The names under `properties` are the wire's, and what some keywords hold is no schema. */
function keywordsIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keywordsIn)
  if (typeof schema !== 'object' || schema === null) return []
  const {
    properties = {},
    const: _value,
    enum: _values,
    default: _default,
    required: _names,
    ...schemas
  } = schema as Record<string, unknown>
  const below = [...Object.values(properties as object), ...Object.values(schemas)]
  return Object.keys(schema).concat(below.flatMap(keywordsIn))
}
