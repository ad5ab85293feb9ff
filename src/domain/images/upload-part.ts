import type { UploadClaim } from '../commands.ts'

/** A picture that is not whole. All that is known of it is in the name of its file, and how far it is in the file's length. */
export interface UploadPart extends UploadClaim {
  readonly ownerId: number
}

const pattern = /^(\d+)-([0-9a-f]{32})-(\d+)-([0-9a-f]{64})\.part$/

export function partFilename({ ownerId, clientUploadId, bytes, sha256 }: UploadPart): string {
  return `${ownerId}-${clientUploadId.replaceAll('-', '')}-${bytes}-${sha256}.part`
}

/** `null` for a file that is no part. */
export function partOfFilename(filename: string): UploadPart | null {
  const [, ownerId, hex = '', bytes, sha256 = ''] = pattern.exec(filename) ?? []
  if (ownerId === undefined) return null
  const clientUploadId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  return { ownerId: Number(ownerId), clientUploadId, bytes: Number(bytes), sha256 }
}

/** Whose, and which: two parts never share it. */
export function uploadKey({
  ownerId,
  clientUploadId,
}: Pick<UploadPart, 'ownerId' | 'clientUploadId'>): string {
  return `${ownerId} ${clientUploadId}`
}
