/** What a disk was told, as `recorder.c` notes it. */
export type DiskOperation =
  | { kind: 'write'; path: string; offset: number; data: Buffer }
  | { kind: 'truncate'; path: string; size: number }
  | { kind: 'sync'; path: string }

type Change = Exclude<DiskOperation, { kind: 'sync' }>

/** A disk that may lose power: what was synced stays, of the rest any part may be there, in any order. */
export interface Disk {
  apply(operation: DiskOperation): void
  /** The files as they are found after a cut now; `keep` decides for each sector or truncation that was not synced. */
  afterCut(keep: () => boolean): Map<string, Buffer>
}

interface File {
  durable: Buffer
  pending: Change[]
}

const headerBytes = 32
const sectorBytes = 512

export function* operationsIn(log: Buffer): Generator<DiskOperation> {
  for (let at = 0; at < log.length; ) {
    const [kind, pathLength, offset, length] = [0, 8, 16, 24].map((field) =>
      Number(log.readBigUInt64LE(at + field)),
    ) as [number, number, number, number]
    const dataAt = at + headerBytes + pathLength
    const path = log.toString('utf8', at + headerBytes, dataAt)
    if (kind === 1) yield { kind: 'write', path, offset, data: log.subarray(dataAt, dataAt + length) }
    else if (kind === 2) yield { kind: 'truncate', path, size: offset }
    else if (kind === 3) yield { kind: 'sync', path }
    else throw new Error(`Expected a record of the recorder at byte ${at}, got kind ${kind}`)
    at = dataAt + length
  }
}

export function createDisk(files: ReadonlyMap<string, Buffer>): Disk {
  const disk = new Map<string, File>()
  for (const [path, content] of files) disk.set(path, { durable: content, pending: [] })

  function apply(operation: DiskOperation): void {
    const file = disk.get(operation.path) ?? { durable: Buffer.alloc(0), pending: [] }
    disk.set(operation.path, file)
    if (operation.kind !== 'sync') return void file.pending.push(operation)
    for (const change of file.pending) file.durable = changed(file.durable, change)
    file.pending = []
  }

  function afterCut(keep: () => boolean): Map<string, Buffer> {
    return new Map([...disk].map(([path, file]) => [path, contentAfterCut(file, keep)]))
  }

  return { apply, afterCut }
}

function contentAfterCut({ durable, pending }: File, keep: () => boolean): Buffer {
  let content: Buffer = Buffer.from(durable)
  for (const change of pending) {
    for (const part of partsOf(change)) if (keep()) content = changed(content, part)
  }
  return content
}

/** A disk writes whole sectors. */
function partsOf(change: Change): Change[] {
  if (change.kind === 'truncate') return [change]
  const { path, offset, data } = change
  const parts: Change[] = []
  for (let at = 0; at < data.length; ) {
    const end = Math.min(data.length, at + sectorBytes - ((offset + at) % sectorBytes))
    parts.push({ kind: 'write', path, offset: offset + at, data: data.subarray(at, end) })
    at = end
  }
  return parts
}

function changed(content: Buffer, change: Change): Buffer {
  if (change.kind === 'truncate') return resized(content, change.size)
  const { offset, data } = change
  const target = offset + data.length > content.length ? resized(content, offset + data.length) : content
  data.copy(target, offset)
  return target
}

/** A gap reads as zeros. */
function resized(content: Buffer, size: number): Buffer {
  if (size <= content.length) return content.subarray(0, size)
  const longer = Buffer.alloc(size)
  content.copy(longer)
  return longer
}
