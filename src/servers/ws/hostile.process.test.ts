import { connect, type Socket } from 'node:net'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { begin, claimOf, sendChunk } from '../../../test/helpers/picture-sender.ts'
import type { WsClient } from '../../../test/helpers/ws-client.ts'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'
import { encodeImageChunk } from '../../protocol/image-chunk.ts'
import { limits } from '../../protocol/limits.ts'
import { requests } from '../../protocol/requests.ts'

let stack: WsStack
let witness: WsClient

beforeAll(async () => {
  stack = await startWsStack({
    config: {
      limits: { requestBurst: 1_000_000, messageBurst: 1_000_000, unauthenticatedPerAddress: 1_000 },
    },
  })
  witness = (await stack.register('witness')).client
})

afterAll(async () => {
  // Whatever was sent, the server goes on.
  await witness.request('ping')
  await stack.stop()
})

/** An upgraded socket of a peer that makes its own frames. */
async function upgradedSocket(): Promise<{
  socket: Socket
  closeCode: Promise<number | null>
  received: () => Buffer
}> {
  const socket = connect(stack.port, '127.0.0.1')
  socket.on('error', () => undefined)
  let received = Buffer.alloc(0)
  const isOpen = Promise.withResolvers<void>()
  socket.on('data', (data) => {
    received = Buffer.concat([received, data])
    if (received.includes('"hello"')) isOpen.resolve()
  })
  socket.write(
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${stack.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  )
  await isOpen.promise
  received = Buffer.alloc(0)
  const closeCode = new Promise<number | null>((resolve) => {
    socket.on('close', () => resolve(closeCodeIn(received)))
  })
  return { socket, closeCode, received: () => received }
}

/** The code of the close frame among the short frames that came; `null` where there was none. */
function closeCodeIn(bytes: Buffer): number | null {
  for (let offset = 0; offset + 2 <= bytes.length; ) {
    const length = bytes[offset + 1] ?? 0
    if (bytes[offset] === 0x88) return bytes.readUInt16BE(offset + 2)
    offset += length === 126 ? 4 + bytes.readUInt16BE(offset + 2) : 2 + length
  }
  return null
}

/** A masked frame, with a mask of zeros. */
function masked(
  opcode: number,
  payload: Buffer | string,
  options: { final?: boolean; reserved?: number } = {},
): Buffer {
  const body = Buffer.from(payload)
  const first = (options.final === false ? 0 : 0x80) | (options.reserved ?? 0) | opcode
  const header =
    body.length < 126 ? [first, 0x80 | body.length] : [first, 0x80 | 126, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([...header, 0, 0, 0, 0]), body])
}

const oneGigabyteHeader = Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0])
const text = 1

describe('hostile frames', () => {
  test.each<[string, Buffer, number]>([
    ['a header that announces a gigabyte', oneGigabyteHeader, 1009],
    ['text that is not UTF-8', masked(text, Buffer.from([0xc3, 0x28])), 1007],
    ['a frame without a mask', Buffer.from([0x81, 1, 0x61]), 1002],
    ['a reserved bit', masked(text, 'a', { reserved: 0x40 }), 1002],
    ['a reserved opcode', masked(3, 'a'), 1002],
    ['a continuation of nothing', masked(0, 'a'), 1002],
    ['a ping in pieces', masked(9, 'a', { final: false }), 1002],
    ['a ping of 126 bytes', masked(9, 'a'.repeat(126)), 1002],
    ['a close with one byte', masked(8, 'a'), 1002],
    ['a close with a code that is none', masked(8, Buffer.from([0, 5])), 1002],
    [
      '[P-42] more fragments than 64',
      Buffer.concat([
        masked(text, 'a', { final: false }),
        ...Array.from({ length: 65 }, () => masked(0, 'a', { final: false })),
      ]),
      1008,
    ],
  ])('%s ends the connection with %s', async (_what, bytes, code) => {
    const { socket, closeCode } = await upgradedSocket()
    socket.write(bytes)
    // Our answer to the close, so that the server need not wait for it.
    socket.write(masked(8, Buffer.from([code >> 8, code & 255])))
    expect(await closeCode).toBe(code)
  })

  test('[P-6] an answer that is ready goes out before the peer’s close is answered', async () => {
    const { socket, closeCode, received } = await upgradedSocket()
    socket.write(Buffer.concat([masked(text, '{'), masked(8, Buffer.from([3, 232]))]))
    expect(await closeCode).toBe(1000)
    expect(received().indexOf('bad_json')).toBeGreaterThan(0)
  })

  test('bytes that stop in the middle of a frame end nothing', async () => {
    const { socket, closeCode } = await upgradedSocket()
    socket.end(masked(text, 'never ended').subarray(0, 9))
    await closeCode
    expect((await witness.request('ping')).type).toBe('pong')
  })

  test.each<[string, string]>([
    ['deep arrays', '['.repeat(limits.maxFrameBytes)],
    ['deep objects', '{"a":'.repeat(50_000)],
    ['many objects', `{"type":"ping","payload":{"a":[${'{},'.repeat(80_000)}1]}}`],
    [
      'many keys',
      `{"type":"ping","payload":{${Array.from({ length: 20_000 }, (_, index) => `"${index}":0`).join()}}}`,
    ],
    ['a number of 200,000 digits', `{"type":"ping","payload":{"a":${'9'.repeat(200_000)}}}`],
    ['a mebibyte of brackets', `{"type":"image_upload_request","payload":${'['.repeat(1_048_576)}`],
  ])('[P-4] %s stall nobody', async (_what, frame) => {
    const attacker = (await stack.register(`attacker${crypto.randomUUID().slice(0, 8)}`)).client
    const startCpu = process.cpuUsage()
    attacker.send(frame)
    await attacker.request('ping')
    const { user, system } = process.cpuUsage(startCpu)
    // 150 ms is what parsing 128 KiB of brackets would take on its own; a quiet machine needs 5.
    expect((user + system) / 1_000).toBeLessThan(150)
    attacker.close()
  })

  test('[P-4] an object’s own methods are no types and no fields', async () => {
    for (const type of ['constructor', '__proto__', 'hasOwnProperty', 'toString'])
      expect((await witness.request(type)).payload.code).toBe('unknown_type')
    expect(Object.prototype).not.toHaveProperty('admin')
  })

  test('1,000 frames of any kind are answered one by one, and break nothing', async () => {
    const types = [...Object.keys(requests).filter((type) => type !== 'logout'), 'no_such_type']
    const anything = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record({
        type: fc.oneof(fc.constantFrom(...types), fc.jsonValue({ maxDepth: 1 })),
        payload: fc.dictionary(
          fc.constantFrom(
            'room',
            'text',
            'n',
            'from',
            'epoch',
            'limit',
            'q',
            'user_ids',
            'action',
            'username',
            'password',
            'token',
            'image_data',
            'filename',
            'state',
            'kind',
            'name',
            'cursor',
            'before_n',
          ),
          fc.oneof(
            fc.constantFrom('1', '2', 'login', 'register', 'token', 'open'),
            fc.integer(),
            fc.jsonValue({ maxDepth: 2 }),
          ),
        ),
      }),
    )
    const { client, welcome } = await stack.register('fuzzer')
    let fuzzer = client
    let sent = 0

    /** Whoever sends too much that is no request is closed, and comes back. */
    async function comeBack(): Promise<void> {
      fuzzer = await stack.connect()
      await fuzzer.request('auth_request', { action: 'token', token: welcome.payload.token })
    }

    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        sent += 1
        const id = `f${sent}`
        const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
        fuzzer.send(JSON.stringify(isObject ? { ...value, id } : value))
        const answered = isObject ? fuzzer.answer(id) : fuzzer.request('ping')
        const code = await answered.then(
          () => null,
          async () => (await fuzzer.closed).code,
        )
        expect([null, 4400]).toContain(code)
        if (code !== null) await comeBack()
      }),
      { numRuns: 1_000 },
    )

    const answers = fuzzer.frames.map(({ re }) => re).filter((re) => re !== undefined)
    expect(new Set(answers).size).toBe(answers.length)
  }, 60_000)

  test('[P-5] 500 binary frames of any kind break nothing, and an upload beside them goes on', async () => {
    const claim = claimOf(Buffer.alloc(100_000, 7))
    const { client, welcome } = await stack.register('hoser')
    let hoser = client
    const numbers = fc.constantFrom(0, 1, 2, 3, 0xff_ff_ff_ff)
    const offsets = fc.constantFrom(0, 1, 16_384, 99_999, 100_000, 0x80_00_00_00, 0xff_ff_ff_ff)
    const lengths = fc.constantFrom(0, 1, 16_383, 16_384, 100_000, 131_072, 131_073, 300_000)
    const frame = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc
        .tuple(numbers, offsets, lengths)
        .map(([uploadId, offset, length]) =>
          encodeImageChunk({ uploadId, offset, bytes: new Uint8Array(length) }),
        ),
    )
    await begin(witness, { ...claim, client_upload_id: crypto.randomUUID() })

    await fc.assert(
      fc.asyncProperty(frame, async (bytes) => {
        if (hoser.socket.readyState !== hoser.socket.OPEN) {
          hoser = await stack.connect()
          await hoser.request('auth_request', { action: 'token', token: welcome.payload.token })
        }
        const answers = Promise.all([begin(hoser, claim), hoser.request('ping')])
        hoser.socket.send(bytes)
        const code = await answers.then(
          () => null,
          async () => (await hoser.closed).code,
        )
        expect([null, 4400, 4029]).toContain(code)
      }),
      { numRuns: 500 },
    )

    sendChunk(witness, 1, 0, Buffer.alloc(50_000, 7))
    const progress = await witness.next('ack', ({ payload }) => payload.upload_id === 1 && payload.offset > 0)
    expect(progress.payload.offset).toBe(50_000)
  }, 60_000)
})
