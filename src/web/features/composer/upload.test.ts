import { expect, test } from 'vitest'
import { ChatError } from '../../../client/errors.ts'
import type { ImageView } from '../../../protocol/views.ts'
import { advance, type UploadEvent, type UploadState } from './upload.ts'

const image: ImageView = { image_id: '1', url: '/a', thumb_url: '/b', width: 1, height: 1 }
const reason = new ChatError('disconnected', 'cut', { retryable: true })
const states = {
  waiting: { name: 'waiting' },
  uploading: { name: 'uploading', fraction: 0.5, pause: null },
  paused: { name: 'uploading', fraction: 0.5, pause: reason },
  failed: { name: 'failed', error: 'cut' },
  ready: { name: 'ready', image },
} satisfies Record<string, UploadState>
const events = {
  started: { type: 'started' },
  progressed: { type: 'progressed', fraction: 0.8 },
  paused: { type: 'paused', reason },
  'going on': { type: 'paused', reason: null },
  stored: { type: 'stored', image },
  refused: { type: 'refused', error: 'cut' },
  retried: { type: 'retried' },
} satisfies Record<string, UploadEvent>

const changes: Partial<Record<`${keyof typeof states} ${keyof typeof events}`, UploadState>> = {
  'waiting started': { name: 'uploading', fraction: 0, pause: null },
  'uploading progressed': { name: 'uploading', fraction: 0.8, pause: null },
  'uploading paused': states.paused,
  'paused going on': states.uploading,
  'paused progressed': { name: 'uploading', fraction: 0.8, pause: reason },
  'paused stored': states.ready,
  'paused refused': states.failed,
  'uploading stored': states.ready,
  'uploading refused': states.failed,
  'failed retried': states.waiting,
}

for (const [stateName, state] of Object.entries(states)) {
  for (const [eventName, event] of Object.entries(events)) {
    const expected = changes[`${stateName} ${eventName}` as keyof typeof changes] ?? state
    test(`${stateName}, ${eventName}: ${expected.name}`, () => {
      expect(advance(state, event)).toEqual(expected)
    })
  }
}

test('never shows progress that goes back', () => {
  expect(advance(states.uploading, { type: 'progressed', fraction: 0.2 })).toEqual(states.uploading)
})
