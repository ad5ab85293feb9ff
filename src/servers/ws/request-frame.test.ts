import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import { readRequestFrame } from './request-frame.ts'

const read = (frame: unknown) =>
  readRequestFrame(Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)))
const codeOf = (frame: unknown) => {
  const result = read(frame)
  return result.ok ? 'ok' : result.code
}

describe('reading a frame', () => {
  test('[P-1] takes type, id and payload, and nothing else', () => {
    expect(read({ type: 'ping', id: '7', payload: { a: 1 }, more: true })).toEqual({
      ok: true,
      type: 'ping',
      id: '7',
      payload: { a: 1 },
    })
  })

  test('[P-2] takes a request without id, as old clients send, and one without payload', () => {
    expect(read({ type: 'health_check' })).toEqual({
      ok: true,
      type: 'health_check',
      id: undefined,
      payload: {},
    })
  })

  test.each([
    ['', 'bad_json'],
    ['{', 'bad_json'],
    ['null', 'bad_json'],
    ['[]', 'bad_json'],
    ['"ping"', 'bad_json'],
    [{ id: '1' }, 'bad_request'],
    [{ type: 7 }, 'bad_request'],
    [{ type: 'ping', id: 7 }, 'bad_request'],
    [{ type: 'ping', id: '' }, 'bad_request'],
    [{ type: 'ping', id: 'x'.repeat(129) }, 'bad_request'],
    [{ type: 'ping', payload: [] }, 'bad_request'],
    [{ type: 'ping', payload: 'x' }, 'bad_request'],
    ['['.repeat(100_000), 'bad_json'],
    [`{"type":"ping","payload":{"a":[${'{},'.repeat(20_000)}1]}}`, 'bad_json'],
  ])('[P-4] %.40j is %s', (frame, code) => {
    expect(codeOf(frame)).toBe(code)
  })

  test.each([
    '{"type":"ping","payload":{"__proto__":{"admin":true}}}',
    '{"type":"ping","payload":{"\\u005f_proto__":{"admin":true}}}',
    '{"type":"ping","payload":{"a":[{"__proto__x":1}]}}',
    '{"type":"ping","payload":{"text":"\\ud800"}}',
    '{"type":"ping","payload":{"\\udc00":1}}',
    '{"type":"\\ud800"}',
  ])('[P-4] refuses %s', (frame) => {
    expect(codeOf(frame)).toBe('bad_json')
  })

  test('[P-4] lets people write about __proto__, and well-formed escapes', () => {
    expect(codeOf('{"type":"ping","payload":{"text":"__proto__ \\ud83d\\ude42"}}')).toBe('ok')
  })

  test('[P-2] a refusal still knows the request that it answers', () => {
    expect(read('{"type":"ping","id":"9","payload":{"__proto__":1}}')).toMatchObject({
      id: '9',
      type: 'ping',
    })
  })

  test('[P-42] only a picture may be larger than a frame', () => {
    const padding = 'x'.repeat(limits.maxFrameBytes)
    expect(codeOf({ type: 'message', payload: { text: padding } })).toBe('too_large')
    expect(codeOf({ type: 'image_upload_request', payload: { image_data: padding } })).toBe('ok')
  })
})
