import * as z from 'zod/mini'
import { aboutEvents, aboutRequests } from '../src/protocol/about.ts'
import {
  type EventType,
  ephemeralEvents,
  errorPayloadSchema,
  events,
  protocolVersion,
  roomEvents,
  userEvents,
} from '../src/protocol/events.ts'
import { chunkAnswers } from '../src/protocol/image-upload.ts'
import { type RequestType, requests, syncResetSchema } from '../src/protocol/requests.ts'
import {
  imageViewSchema,
  inviteViewSchema,
  memberViewSchema,
  messageViewSchema,
  openRoomViewSchema,
  quoteViewSchema,
  roomViewSchema,
  userViewSchema,
} from '../src/protocol/views.ts'

/** What https://www.asyncapi.com/docs/reference/specification/v3.0.0 asks of a document, as far as we use it. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0'
  readonly info: { title: string; version: string; description: string }
  readonly defaultContentType: string
  readonly servers: Record<string, { host: string; protocol: string; description: string }>
  readonly channels: Record<string, Channel>
  readonly operations: Record<string, Operation>
  readonly components: { messages: Record<string, Message>; schemas: Record<string, object> }
}

interface Channel {
  address: string
  description: string
  messages: Record<string, Reference>
}

interface Operation {
  /** As the server sees it: it receives requests, and sends events. */
  action: 'send' | 'receive'
  channel: Reference
  summary: string
  messages: Reference[]
  reply?: { channel: Reference; messages: Reference[] }
}

interface Message {
  name: string
  title: string
  summary: string
  /** Where it is not JSON. */
  contentType?: string
  payload: object
}

interface Reference {
  $ref: string
}

const channelName = 'socket'

/** Shapes that come again and again are named once. */
const shapes = {
  Message: messageViewSchema,
  Quote: quoteViewSchema,
  Room: roomViewSchema,
  OpenRoom: openRoomViewSchema,
  Member: memberViewSchema,
  User: userViewSchema,
  Invite: inviteViewSchema,
  Image: imageViewSchema,
  Error: errorPayloadSchema,
}

/** What AsyncAPI takes where it is told nothing else. */
const dialect = { io: 'input', target: 'draft-7' } as const

/** The wire as one AsyncAPI document: every frame either way, and which frame answers which. */
export function asyncApiDocument(): AsyncApiDocument {
  const messages = allMessages()
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'chat-stack',
      version: `${protocolVersion}.0.0`,
      description: 'What a client and the WebSocket server say to each other. The rules are in docs/spec.md.',
    },
    defaultContentType: 'application/json',
    servers: {
      local: {
        host: '127.0.0.1:7223',
        protocol: 'ws',
        description: 'The address that `chat-stack start` prints.',
      },
    },
    channels: { [channelName]: channel(Object.keys(messages)) },
    operations: { ...requestOperations(), image_chunk: chunkOperation(), ...eventOperations() },
    components: { messages, schemas: namedSchemas() },
  }
}

function channel(names: readonly string[]): Channel {
  return {
    address: '/',
    description: 'One JSON object a text frame, either way.',
    messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
  }
}

function requestOperations(): Record<string, Operation> {
  return Object.fromEntries(
    Object.keys(requests).map((type) => [
      type,
      {
        action: 'receive',
        channel: channelReference(),
        summary: aboutRequests[type as RequestType],
        messages: [messageReference(requestName(type))],
        reply: {
          channel: channelReference(),
          messages: answersTo(type as RequestType).map(messageReference),
        },
      } satisfies Operation,
    ]),
  )
}

/** Faults of an `auth_request` are told in its own answer [P-2]. */
function answersTo(type: RequestType): string[] {
  const own = responseName(type)
  if (type === 'auth_request') return [own]
  return type === 'sync' ? [own, 'sync_reset', 'error'] : [own, 'error']
}

/** [P-71] The only frames that are binary, and what each is answered with. */
function chunkOperation(): Operation {
  return {
    action: 'receive',
    channel: channelReference(),
    summary:
      'A piece of a picture: `upload_id` and `offset` as unsigned 32-bit numbers, big-endian, then the bytes.',
    messages: [messageReference('image_chunk')],
    reply: {
      channel: channelReference(),
      messages: Object.keys(chunkAnswers).map((answer) => messageReference(`image_chunk.${answer}`)),
    },
  }
}

function chunkMessages(): Message[] {
  const answers = Object.entries(chunkAnswers).map(([answer, schema]) => {
    const type = answer === 'error' ? 'error' : 'ack'
    return message(
      `image_chunk.${answer}`,
      type,
      'Answers a piece of a picture [P-71].',
      frame(type, schema, {}),
    )
  })
  const binary = { type: 'string', description: 'A binary frame.' }
  const chunk = message('image_chunk', 'image_chunk', 'A piece of a picture [P-71].', binary)
  return [{ ...chunk, contentType: 'application/octet-stream' }, ...answers]
}

function eventOperations(): Record<string, Operation> {
  return Object.fromEntries(
    Object.keys(events).map((type) => [
      `${type}_event`,
      {
        action: 'send',
        channel: channelReference(),
        summary: aboutEvents[type as EventType],
        messages: [messageReference(eventName(type))],
      } satisfies Operation,
    ]),
  )
}

function allMessages(): Record<string, Message> {
  const asked = Object.entries(requests).flatMap(([type, { payload, response, reply }]) => [
    message(requestName(type), type, aboutRequests[type as RequestType], frame(type, payload, { id: 'may' })),
    message(responseName(type), reply, `Answers \`${type}\`.`, frame(reply, response, { re: 'may' })),
  ])
  const told = Object.entries(events).map(([type, schema]) =>
    message(
      eventName(type),
      type,
      `${aboutEvents[type as EventType]} ${lastingOf(type)}`,
      frame(type, schema, {}),
    ),
  )
  return Object.fromEntries(
    [
      ...asked,
      message('sync_reset', 'sync_reset', 'Answers `sync` with the whole truth about a room [P-31].', {
        ...frame('sync_reset', syncResetSchema, { re: 'may' }),
      }),
      message(
        'error',
        'error',
        'Answers a request that was refused [P-50].',
        frame('error', errorPayloadSchema, { re: 'may' }),
      ),
      ...chunkMessages(),
      ...told,
    ].map((each) => [each.name, each]),
  )
}

function message(name: string, title: string, summary: string, payload: object): Message {
  return { name, title, summary, payload }
}

function lastingOf(type: string): string {
  if (type in roomEvents) return 'Durable, of a room.'
  if (type in userEvents) return 'Of a user, to all of their connections.'
  return type in ephemeralEvents ? 'Ephemeral.' : 'Once, at the beginning.'
}

/** [P-1] [P-2] What is around a payload. */
function frame(type: string, payload: z.core.$ZodType, { id, re }: { id?: 'may'; re?: 'may' }): object {
  const text = (description: string) => ({ type: 'string', description })
  return {
    type: 'object',
    properties: {
      type: { const: type },
      ...(id === undefined ? {} : { id: text('Comes back as `re` in the answer.') }),
      ...(re === undefined ? {} : { re: text('The `id` of the request, where it had one.') }),
      payload: schemaOf(payload),
    },
    required: ['type', 'payload'],
  }
}

function namedSchemas(): Record<string, object> {
  return Object.fromEntries(Object.entries(shapes).map(([name, schema]) => [name, schemaOf(schema, name)]))
}

/** The named shapes are referred to wherever they are used, but in themselves. */
function schemaOf(schema: z.core.$ZodType, itself?: string): object {
  for (const [id, shape] of Object.entries(shapes)) {
    z.globalRegistry.remove(shape)
    if (id !== itself) z.globalRegistry.add(shape, { id })
  }
  const { $schema: _dialect, definitions: _named, ...own } = z.toJSONSchema(schema, dialect)
  return referringToComponents(own)
}

function referringToComponents(schema: object): object {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/definitions/', '"$ref":"#/components/schemas/')
  return JSON.parse(text) as object
}

const channelReference = (): Reference => ({ $ref: `#/channels/${channelName}` })
const messageReference = (name: string): Reference => ({ $ref: `#/channels/${channelName}/messages/${name}` })
const requestName = (type: string) => `${type}.request`
const responseName = (type: string) => `${type}.response`
const eventName = (type: string) => `${type}.event`
