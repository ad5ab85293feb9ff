import type { ChatError } from '../../../client/errors.ts'
import type { ImageView } from '../../../protocol/views.ts'

/** A picture on its way into a message. */
export interface Upload {
  readonly id: string
  readonly name: string
  readonly bytes: number
  /** An object URL; revoked when the picture leaves the tray. */
  readonly previewUrl: string
  readonly state: UploadState
}

export type UploadState =
  | { readonly name: 'waiting' }
  /** `fraction`: from 0 to 1; at 1 the server has it all and is preparing it. `pause`: why nothing moves just now. */
  | { readonly name: 'uploading'; readonly fraction: number; readonly pause: ChatError | null }
  | { readonly name: 'failed'; readonly error: unknown }
  | { readonly name: 'ready'; readonly image: ImageView }

export type UploadEvent =
  | { readonly type: 'started' }
  | { readonly type: 'progressed'; readonly fraction: number }
  | { readonly type: 'paused'; readonly reason: ChatError | null }
  | { readonly type: 'stored'; readonly image: ImageView }
  | { readonly type: 'refused'; readonly error: unknown }
  | { readonly type: 'retried' }

/** Pure. An event that is too late for its state changes nothing. */
export function advance(state: UploadState, event: UploadEvent): UploadState {
  switch (event.type) {
    case 'started':
      return state.name === 'waiting' ? { name: 'uploading', fraction: 0, pause: null } : state
    case 'progressed':
      return state.name === 'uploading'
        ? { ...state, fraction: Math.max(state.fraction, event.fraction) }
        : state
    case 'paused':
      return state.name === 'uploading' ? { ...state, pause: event.reason } : state
    case 'stored':
      return state.name === 'uploading' ? { name: 'ready', image: event.image } : state
    case 'refused':
      return state.name === 'uploading' ? { name: 'failed', error: event.error } : state
    case 'retried':
      return state.name === 'failed' ? { name: 'waiting' } : state
    default:
      return event satisfies never
  }
}

export function isPending(upload: Upload): boolean {
  return upload.state.name === 'waiting' || upload.state.name === 'uploading'
}
