import * as z from 'zod/mini'
import { imageFilenamePattern } from '../images/filename.ts'

export interface FileDigest {
  readonly bytes: number
  readonly sha256: string
}

const bytes = z.number().check(z.int(), z.nonnegative())
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const pictureName = z.string().check(z.regex(imageFilenamePattern))

const manifestSchema = z.strictObject({
  format: z.literal('chat-stack-backup-1'),
  product: z.string(),
  made_ts: z.number(),
  schema: z.number().check(z.int(), z.positive()),
  database: z.strictObject({ bytes, sha256 }),
  pictures: z.array(z.strictObject({ name: pictureName, bytes, sha256 })),
  /** The database names them, and there was no file: they were deleted while the backup was made, or are lost. */
  missing: z.array(pictureName),
})

/** What an archive holds, at its end: one that has none broke off. */
export type Manifest = z.infer<typeof manifestSchema>

export const databaseMember = 'chat.db'
export const picturesFolder = 'images/'
export const manifestMember = 'manifest.json'

/** Throws where it is no manifest, or one of a later format. */
export function parseManifest(text: string): Manifest {
  const parsed = manifestSchema.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  throw new Error('its manifest is of another format', { cause: parsed.error })
}
