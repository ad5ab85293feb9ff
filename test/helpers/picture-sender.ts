import { createHash, randomUUID } from 'node:crypto'
import { encodeImageChunk } from '../../src/protocol/image-chunk.ts'
import { limits } from '../../src/protocol/limits.ts'
import type { Frame, WsClient } from './ws-client.ts'

/** What `image_upload` says of a picture; every field may be a lie. */
export function claimOf(bytes: Buffer, change: Partial<Claim> = {}): Claim {
  return {
    client_upload_id: randomUUID(),
    mime: 'application/octet-stream',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...change,
  }
}

export interface Claim {
  client_upload_id: string
  mime: string
  size: number
  sha256: string
}

export function begin(client: WsClient, claim: Claim): Promise<Frame> {
  return client.request('image_upload', claim)
}

export function sendChunk(client: WsClient, uploadId: number, offset: number, bytes: Uint8Array): void {
  client.socket.send(encodeImageChunk({ uploadId, offset, bytes }))
}

/** Sends from `offset` on, each chunk when the one before is acked; resolves with the last answer. */
export async function sendRest(
  client: WsClient,
  { bytes, uploadId, offset }: { bytes: Buffer; uploadId: number; offset: number },
): Promise<Frame> {
  for (let at = offset; at < bytes.length; at += limits.maxImageChunkBytes) {
    sendChunk(client, uploadId, at, bytes.subarray(at, at + limits.maxImageChunkBytes))
    const answer = await client.next('ack', ({ payload }) => payload.upload_id === uploadId)
    if (answer.payload.offset === undefined) return answer
  }
  return client.next('ack', ({ payload }) => payload.upload_id === uploadId && 'image_id' in payload)
}

/** The whole of it; resolves with the last answer. */
export async function upload(client: WsClient, bytes: Buffer, claim = claimOf(bytes)): Promise<Frame> {
  const { payload } = await begin(client, claim)
  return sendRest(client, { bytes, uploadId: payload.upload_id, offset: payload.offset })
}
