import { create } from 'zustand'
import type { ChatClient } from '../../../client/chat-client.ts'
import { newUuid } from '../../../client/uuid.ts'
import { dropPicture, keepPictures, keptPictures } from './kept-pictures.ts'
import { advance, isPending, type Upload, type UploadEvent } from './upload.ts'

interface Trays {
  rooms: Readonly<Record<string, readonly Upload[]>>
  /** The browser gives no storage: a picture lives as long as the page. */
  areLostOnReload: boolean
}

/** Pictures that are being added to a message, by room: they go on when one looks at another room meanwhile. */
export const useTrays = create<Trays>(() => ({ rooms: {}, areLostOnReload: false }))

/** The server works on one picture at a time; a second keeps the line busy meanwhile. */
const maxParallel = 2

const none: readonly Upload[] = []
const files = new Map<string, { file: File; room: string; abort: AbortController }>()

export function trayOf(room: string): (state: Trays) => readonly Upload[] {
  return (state) => state.rooms[room] ?? none
}

/** Puts pictures into a room's tray and begins to upload them. */
export function addUploads(client: ChatClient, room: string, pictures: readonly File[]): void {
  const owner = client.getState().account?.user_id ?? ''
  const nowMs = Date.now()
  const added = pictures.map((file, index) => {
    const picture = { id: newUuid(nowMs), owner, room, file, ts: nowMs + index }
    put(picture)
    return picture
  })
  keepPictures(added).catch(() => useTrays.setState({ areLostOnReload: true }))
  pump(client)
}

/** After a reload: what was in this tab's trays is there again, and goes on where it was. */
export async function restoreTrays(client: ChatClient): Promise<void> {
  const { account, rooms } = client.getState()
  // A browser that gives no storage has kept nothing.
  const kept = account === null ? [] : await keptPictures(account.user_id).catch(() => [])
  for (const picture of kept) if (!files.has(picture.id) && rooms.has(picture.room)) put(picture)
  pump(client)
}

function put({ id, room, file }: { id: string; room: string; file: File }): void {
  files.set(id, { file, room, abort: new AbortController() })
  const upload: Upload = {
    id,
    name: file.name,
    bytes: file.size,
    previewUrl: URL.createObjectURL(file),
    state: { name: 'waiting' },
  }
  setTray(room, [...trayOf(room)(useTrays.getState()), upload])
}

/** What uploads is loaded with the first picture, which may be picked where there is no network any more. */
export function prepareUploads(): void {
  import('../../../client/image-upload.ts').catch(() => {
    // The first upload tries again.
  })
}

export function retryUpload(client: ChatClient, id: string): void {
  const kept = files.get(id)
  if (kept !== undefined) kept.abort = new AbortController()
  tell(id, { type: 'retried' })
  pump(client)
}

/** Takes a picture out, wherever its upload stands. */
export function removeUpload(client: ChatClient, id: string): void {
  const room = files.get(id)?.room
  if (room === undefined) return
  forget(id)
  setTray(
    room,
    trayOf(room)(useTrays.getState()).filter((upload) => upload.id !== id),
  )
  pump(client)
}

/** Resolves once none of the room's pictures is on its way any more, however that ended. */
export async function uploadsSettled(room: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const check = (state: Trays) => {
    if (!trayOf(room)(state).some(isPending)) resolve()
  }
  const stop = useTrays.subscribe(check)
  check(useTrays.getState())
  await promise
  stop()
}

/** The message has them now. */
export function emptyTray(room: string): void {
  for (const { id } of trayOf(room)(useTrays.getState())) forget(id)
  setTray(room, none)
}

/** At log-out: nothing of one person's is left for the next. */
export function emptyAllTrays(): void {
  for (const room of Object.keys(useTrays.getState().rooms)) emptyTray(room)
}

function pump(client: ChatClient): void {
  const all = Object.values(useTrays.getState().rooms).flat()
  const running = all.filter((upload) => upload.state.name === 'uploading').length
  const next = all
    .filter((upload) => upload.state.name === 'waiting')
    .slice(0, Math.max(0, maxParallel - running))
  // Each upload tells the tray how it ended, so there is nothing to wait for.
  for (const { id } of next) void run(client, id)
}

async function run(client: ChatClient, id: string): Promise<void> {
  const kept = files.get(id)
  if (kept === undefined) return
  tell(id, { type: 'started' })
  try {
    const image = await client.uploadImage(kept.file, {
      uploadId: id,
      signal: kept.abort.signal,
      onProgress: (fraction) => tell(id, { type: 'progressed', fraction }),
      onPause: (reason) => tell(id, { type: 'paused', reason }),
    })
    tell(id, { type: 'stored', image })
  } catch (error) {
    tell(id, { type: 'refused', error })
  }
  pump(client)
}

function tell(id: string, event: UploadEvent): void {
  const room = files.get(id)?.room
  if (room === undefined) return
  const uploads = trayOf(room)(useTrays.getState())
  setTray(
    room,
    uploads.map((upload) => (upload.id === id ? advanced(upload, event) : upload)),
  )
}

function advanced(upload: Upload, event: UploadEvent): Upload {
  return { ...upload, state: advance(upload.state, event) }
}

function forget(id: string): void {
  const kept = files.get(id)
  kept?.abort.abort()
  files.delete(id)
  // Where nothing could be kept, nothing is to be dropped; what is left by mistake is too old after a day.
  dropPicture(id).catch(() => undefined)
  const upload = Object.values(useTrays.getState().rooms)
    .flat()
    .find((candidate) => candidate.id === id)
  if (upload !== undefined) URL.revokeObjectURL(upload.previewUrl)
}

function setTray(room: string, uploads: readonly Upload[]): void {
  useTrays.setState(({ rooms }) => ({ rooms: { ...rooms, [room]: uploads } }))
}
