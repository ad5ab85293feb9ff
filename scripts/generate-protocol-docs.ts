/** Makes docs/protocol.md from the schemas. With `--check` it only says whether the file is up to date (exit 1: it is not). */
import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { aboutEvents, aboutRequests } from '../src/protocol/about.ts'
import { closeCodes } from '../src/protocol/close-codes.ts'
import { wireErrors } from '../src/protocol/errors.ts'
import { ephemeralEvents, events, roomEvents, userEvents } from '../src/protocol/events.ts'
import { chunkAnswers } from '../src/protocol/image-upload.ts'
import { limits } from '../src/protocol/limits.ts'
import { type RequestType, requests, syncResetSchema } from '../src/protocol/requests.ts'
import {
  imageViewSchema,
  memberViewSchema,
  messageViewSchema,
  quoteViewSchema,
  roomViewSchema,
} from '../src/protocol/views.ts'

type JsonSchema = {
  type?: string
  const?: unknown
  enum?: unknown[]
  pattern?: string
  description?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  oneOf?: JsonSchema[]
  anyOf?: JsonSchema[]
}

const target = new URL('../docs/protocol.md', import.meta.url)
const text = page()

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('docs/protocol.md is out of date: run "node scripts/generate-protocol-docs.ts".')
    process.exitCode = 1
  }
} else {
  writeFileSync(target, text)
}

function page(): string {
  return [
    readFileSync(new URL('../docs/protocol.head.md', import.meta.url), 'utf8').trimEnd(),
    '## Requests',
    ...Object.entries(requests).map(([type, request]) => requestSection(type as RequestType, request)),
    '### `sync_reset`',
    'Answers `sync` instead of `sync_response`: the whole truth about a room [P-31].',
    table(syncResetSchema),
    ...chunkSections(),
    '## Events',
    '### Of a room: durable, with `seq`, and they come back in `sync`',
    ...eventSections(roomEvents),
    '### Of a user: to all of the user’s connections',
    ...eventSections(userEvents),
    '### Ephemeral: may be dropped for a connection that reads slowly',
    ...eventSections({ hello: events.hello, ...ephemeralEvents }),
    '## Shapes',
    ...shapes(),
    '## Errors',
    errorTable(),
    '## Close codes',
    closeTable(),
    '## Limits',
    limitTable(),
    '',
  ].join('\n\n')
}

function requestSection(type: RequestType, request: (typeof requests)[RequestType]): string {
  const early = 'beforeAuthentication' in request ? ' Allowed before authentication.' : ''
  return [
    `### \`${type}\` → \`${request.reply}\``,
    `${aboutRequests[type]}${aboutRequests[type].includes('before authentication') ? '' : early}`,
    table(request.payload),
    'Answer:',
    table(request.response),
  ].join('\n\n')
}

function chunkSections(): string[] {
  const { progress, finished, error } = chunkAnswers
  return [
    '## Pictures in chunks',
    'What follows `image_upload`, in frames without `re`. A chunk is a binary frame: `upload_id` and `offset` as unsigned 32-bit numbers, big-endian, and then the bytes [P-71].',
    '### `ack`: so much is there',
    table(progress),
    '### `ack`: the picture is there',
    table(finished),
    '### `error`: this `upload_id` is over',
    table(error),
  ]
}

function eventSections(group: Record<string, z.core.$ZodType>): string[] {
  return Object.entries(group).map(
    ([type, schema]) =>
      `#### \`${type}\`\n\n${aboutEvents[type as keyof typeof aboutEvents]}\n\n${table(schema)}`,
  )
}

function shapes(): string[] {
  const named = {
    Message: messageViewSchema,
    Quote: quoteViewSchema,
    Room: roomViewSchema,
    Member: memberViewSchema,
    Image: imageViewSchema,
  }
  return Object.entries(named).map(([name, schema]) => `### ${name}\n\n${table(schema)}`)
}

function table(schema: z.core.$ZodType): string {
  const json = z.toJSONSchema(schema, { io: 'output' }) as JsonSchema
  const variants = json.oneOf ?? json.anyOf
  if (variants) return variants.map((variant) => rows(variant)).join('\n\n')
  return rows(json)
}

function rows(schema: JsonSchema): string {
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0) return 'No fields.'
  const required = new Set(schema.required)
  const lines = properties.map(
    ([name, value]) => `| \`${name}\` | ${required.has(name) ? 'yes' : 'no'} | ${cell(value)} |`,
  )
  return ['| field | always | value |', '|---|---|---|', ...lines].join('\n')
}

function cell(schema: JsonSchema): string {
  return describe(schema).replaceAll('|', '\\|')
}

function describe(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum)
    return schema.enum.length > 12
      ? 'a code, see Errors'
      : schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ')
  if (schema.description) return `string: ${schema.description}`
  if (schema.type === 'array' && schema.items) return `list${bounds(schema)} of ${describe(schema.items)}`
  if (schema.type === 'object')
    return `{ ${Object.keys(schema.properties ?? {})
      .map((key) => `\`${key}\``)
      .join(', ')} }`
  return `${schema.type ?? 'any'}${bounds(schema)}`
}

function bounds(schema: JsonSchema): string {
  const parts = [
    bound('at least', schema.minimum ?? schema.minLength ?? schema.minItems),
    bound('at most', schema.maximum ?? schema.maxLength ?? schema.maxItems),
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

function bound(word: string, value: number | undefined): string {
  // JSON Schema spells "any safe integer" as these two numbers, which tell a reader nothing.
  return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? '' : `${word} ${value}`
}

function errorTable(): string {
  const lines = Object.entries(wireErrors).map(
    ([code, error]) => `| \`${code}\` | ${error.retryable ? 'yes' : 'no'} | ${error.message} |`,
  )
  return ['| code | may succeed later | message |', '|---|---|---|', ...lines].join('\n')
}

function closeTable(): string {
  const lines = Object.entries(closeCodes).map(
    ([reason, entry]) => `| ${entry.code} | ${reason} | ${entry.reconnect ? 'yes' : 'no'} |`,
  )
  return ['| code | why | come back |', '|---|---|---|', ...lines].join('\n')
}

function limitTable(): string {
  const lines = Object.entries(limits).map(
    ([name, value]) => `| \`${name}\` | ${value.toLocaleString('en-US')} |`,
  )
  return ['| limit | default |', '|---|---|', ...lines].join('\n')
}
