import type { ErrorCode } from '../../protocol/errors.ts'
import { limits } from '../../protocol/limits.ts'
import { bounds } from './bounds.ts'
import { isWithinJsonBounds } from './json-bounds.ts'

/** A request by its form, whatever it asks. */
export interface RequestFrame {
  ok: true
  id: string | undefined
  type: string
  payload: object
}

/** Or why it is none. */
export type RequestFrameResult =
  | RequestFrame
  | { ok: false; id: string | undefined; type: string | undefined; code: ErrorCode; message: string }

/** Small pictures come as text, so this type alone may be larger than `maxFrameBytes` [P-42]. */
const largeType = 'image_upload_request'

/** [P-1] [P-4] Reads one text frame. Size, depth and number of values are bounded before anything is built of it. */
export function readRequestFrame(data: Buffer): RequestFrameResult {
  if (!isWithinJsonBounds(data, { maxDepth: bounds.maxJsonDepth, maxValues: bounds.maxJsonValues }))
    return refusal('bad_json', 'The frame is nested too deeply, or has too many values.')
  const text = data.toString()
  const frame = parseObject(text)
  if (frame === null) return refusal('bad_json', 'Expected a text frame with one JSON object.')
  const id = frame['id']
  const type = frame['type']
  const known = { id: isRequestId(id) ? id : undefined, type: typeof type === 'string' ? type : undefined }
  if (mayBeHostile(text) && isHostile(frame))
    return {
      ...refusal('bad_json', 'Keys must not begin with __proto__, and text must be well-formed Unicode.'),
      ...known,
    }
  if (known.type === undefined) return { ...refusal('bad_request', 'Expected a string at type.'), ...known }
  if (id !== undefined && known.id === undefined)
    return {
      ...refusal('bad_request', `Expected 1 to ${bounds.maxRequestIdCharacters} characters at id.`),
      ...known,
    }
  if (data.length > limits.maxFrameBytes && known.type !== largeType)
    return {
      ...refusal('too_large', `Expected at most ${limits.maxFrameBytes} bytes in a frame of this type.`),
      ...known,
    }
  const payload = frame['payload'] ?? {}
  if (!isObject(payload)) return { ...refusal('bad_request', 'Expected an object at payload.'), ...known }
  return { ok: true, id: known.id, type: known.type, payload }
}

function refusal(code: ErrorCode, message: string) {
  return { ok: false as const, id: undefined, type: undefined, code, message }
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    // Whatever it is, it is not JSON, and the sender is told so.
    return null
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isRequestId(id: unknown): id is string {
  return typeof id === 'string' && id.length > 0 && id.length <= bounds.maxRequestIdCharacters
}

/** Frames are valid UTF-8, so lone surrogates and disguised keys can come only as escapes. */
function mayBeHostile(text: string): boolean {
  return text.includes('\\u') || text.includes('__proto__')
}

function isHostile(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed()
  if (Array.isArray(value)) return value.some(isHostile)
  if (!isObject(value)) return false
  return Object.entries(value).some(
    ([key, inner]) => key.startsWith('__proto__') || !key.isWellFormed() || isHostile(inner),
  )
}
