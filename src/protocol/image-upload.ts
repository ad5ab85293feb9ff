import * as z from 'zod/mini'
import { errorPayloadSchema } from './events.ts'
import { imageViewSchema } from './views.ts'

/** `upload_id`: the upload's number on this connection, from 1, for the headers of its chunks. All else is in bytes. */
const uploadNumber = z.int().check(z.gte(1))

/** Send the picture from `offset` on, in pieces of at most `chunk`, with at most `window` unacked. */
export const openedUploadSchema = z.object({
  upload_id: uploadNumber,
  offset: z.int(),
  chunk: z.int(),
  window: z.int(),
})

/** The picture is there already. */
export const finishedUploadSchema = z.extend(imageViewSchema, { dup: z.literal(true) })

/** What a chunk is answered with, without `re`; the last one twice. */
export const chunkAnswers = {
  /** So much is kept, also if the server is killed now. */
  progress: z.object({ upload_id: uploadNumber, offset: z.int() }),
  /** The picture is kept. */
  finished: z.extend(imageViewSchema, { upload_id: uploadNumber }),
  /** This number is over. Where `retryable`, `image_upload` with the same id goes on with what is there. */
  error: z.extend(errorPayloadSchema, { upload_id: uploadNumber }),
} as const

export type ChunkAnswer =
  | { type: 'ack'; payload: z.infer<typeof chunkAnswers.progress> }
  | { type: 'ack'; payload: z.infer<typeof chunkAnswers.finished> }
  | { type: 'error'; payload: z.infer<typeof chunkAnswers.error> }
