import type { EventPayload, EventType } from './events.ts'
import type { RequestPayload, RequestType } from './requests.ts'

/** [P-1] One JSON object a text frame. */
export interface RequestFrame<T extends RequestType = RequestType> {
  type: T
  id?: string
  payload: RequestPayload<T>
}

/** [P-2] `re` is the request's `id`; a request that had none is answered without. */
export interface ReplyFrame {
  type: string
  re?: string
  payload: Record<string, unknown>
}

export interface EventFrame<T extends EventType = EventType> {
  type: T
  payload: EventPayload<T>
}

/** JSON text that was encoded where its rows were read, and travels as it is. `T` is what it decodes to. */
export type Json<T> = string & { readonly decodesTo?: T }

export function encodeJson<T>(value: T): Json<T> {
  return JSON.stringify(value)
}

/** A frame around a payload that is encoded already. */
export function frameText(type: string, payload: Json<unknown>, re?: string): string {
  return re === undefined
    ? `{"type":"${type}","payload":${payload}}`
    : `{"type":"${type}","re":${JSON.stringify(re)},"payload":${payload}}`
}
