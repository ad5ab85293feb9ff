import * as z from 'zod/mini'

/** What the worker is told, as its one argument in JSON. Paths are absolute; the two it writes do not exist yet. */
export interface WorkerTask {
  readonly source: string
  readonly picture: string
  readonly thumbnail: string
  readonly maxPixels: number
}

/** What the worker says, once, before it ends. Sizes are in pixels and bytes, of the picture. */
export const workerMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('encoded'),
    width: z.int().check(z.positive()),
    height: z.int().check(z.positive()),
    bytes: z.int().check(z.positive()),
  }),
  z.object({
    type: z.literal('refused'),
    code: z.enum(['unsupported_media', 'too_large', 'storage_full']),
    message: z.optional(z.string()),
  }),
])
export type WorkerMessage = z.infer<typeof workerMessageSchema>
