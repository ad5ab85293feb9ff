import type { FileHandle } from 'node:fs/promises'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { wireErrors } from '../../protocol/errors.ts'
import { limits } from '../../protocol/limits.ts'
import type { ImageView } from '../../protocol/views.ts'
import { DomainError } from '../errors.ts'
import { removeFile } from './preparation.ts'
import { isStorageFull } from './storage-full.ts'
import type { UploadPart } from './upload-part.ts'
import { judge, resumed, transition, type UploadEvent, type UploadState } from './upload-state.ts'

/** Who sends a picture, and hears how it fares; after `finished` or `failed`, nothing more. */
export interface UploadListener {
  /** So many bytes are in the file, and survive the end of this process. */
  progressed(writtenBytes: number): void
  finished(image: ImageView): void
  failed(error: DomainError): void
}

export interface UploadOptions {
  part: UploadPart
  file: string
  handle: FileHandle
  /** What is in the file already. */
  writtenBytes: number
  /** Makes a picture of the whole file. */
  prepare: (signal: AbortSignal) => Promise<ImageView>
  /** The file is closed, and removed if it was to be. Called once. */
  onEnd: () => void
  clock: Clock
  log: Log
}

/** The effects of the states in `upload-state.ts`. */
export class Upload {
  readonly part: UploadPart
  /** Resolves when nothing of it is under way any more; it never rejects. */
  readonly ended: Promise<void>
  readonly #options: UploadOptions
  readonly #listeners = new Set<UploadListener>()
  readonly #ending = new AbortController()
  readonly #resolveEnded: () => void
  #state: UploadState
  #writing: Promise<void> = Promise.resolve()
  #preparing: Promise<void> = Promise.resolve()
  #cancelIdle = (): void => {}
  #heardAtMs: number

  constructor(options: UploadOptions) {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.part = options.part
    this.ended = promise
    this.#resolveEnded = resolve
    this.#options = options
    this.#heardAtMs = options.clock.monotonicMs()
    this.#state = resumed(options.writtenBytes, options.part.bytes)
    if (this.#state.kind === 'preparing') this.#preparing = this.#prepare()
    else this.#waitForMore()
  }

  get isEnded(): boolean {
    return this.#state.kind === 'ended'
  }

  get isReceiving(): boolean {
    return this.#state.kind === 'receiving'
  }

  /** When it began, or something of it came last; of the monotonic clock. */
  get heardAtMs(): number {
    return this.#heardAtMs
  }

  get writtenBytes(): number {
    return this.#state.kind === 'receiving' ? this.#state.writtenBytes : this.part.bytes
  }

  attach(listener: UploadListener): void {
    this.#listeners.add(listener)
  }

  /** Idempotent. */
  leave(listener: UploadListener): void {
    if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.#apply({ type: 'left' })
  }

  /** `false` where the chunk brought nothing: it was known, or refused, which the listener is told. */
  receive(listener: UploadListener, offset: number, bytes: Uint8Array): boolean {
    const verdict = judge(this.#state, { offset, bytes: bytes.length }, this.part.bytes)
    switch (verdict.kind) {
      case 'known':
        listener.progressed(this.writtenBytes)
        return false
      case 'refuse':
        this.leave(listener)
        listener.failed(new DomainError(verdict.code))
        return false
      case 'take':
        this.#take(bytes.subarray(verdict.skipBytes), offset + verdict.skipBytes)
        return true
      default:
        return verdict satisfies never
    }
  }

  /** Resolves when nothing is left of it. */
  async cancel(): Promise<void> {
    this.#tellAll(new DomainError('not_found', { message: 'The upload was cancelled.' }))
    this.#apply({ type: 'cancelled' })
    await this.ended
  }

  /** Puts it aside, as far as it is: somebody else needs its place. Resolves when that is free. */
  async giveWay(): Promise<void> {
    this.#tellAll(new DomainError('unavailable', { message: 'Its place was needed; go on in a moment.' }))
    this.#apply({ type: 'idle' })
    await this.ended
  }

  /** Puts it aside, as far as it is: this process ends. */
  async close(): Promise<void> {
    this.#fail(new DomainError('unavailable'))
    await this.ended
  }

  #take(bytes: Uint8Array, position: number): void {
    this.#apply({ type: 'chunk_taken', bytes: bytes.length })
    this.#writing = this.#writing.then(() => this.#write(bytes, position))
    this.#heardAtMs = this.#options.clock.monotonicMs()
    this.#waitForMore()
  }

  /** One after the other, and never rejects. */
  async #write(bytes: Uint8Array, position: number): Promise<void> {
    if (this.#state.kind !== 'receiving') return
    try {
      await writeAll(this.#options.handle, bytes, position)
    } catch (error) {
      return this.#fail(error)
    }
    for (const listener of this.#listeners) listener.progressed(position + bytes.length)
    this.#apply({ type: 'chunk_written', bytes: bytes.length })
  }

  async #prepare(): Promise<void> {
    try {
      const image = await this.#options.prepare(this.#ending.signal)
      const listeners = this.#takeListeners()
      this.#apply({ type: 'finished' })
      void this.ended.then(() => listeners.forEach((listener) => listener.finished(image)))
    } catch (error) {
      this.#fail(error)
    }
  }

  #waitForMore(): void {
    this.#cancelIdle()
    this.#cancelIdle = this.#options.clock.after(limits.uploadIdleMs, () => {
      if (this.#state.kind !== 'receiving') return
      this.#tellAll(new DomainError('unavailable', { message: 'Nothing came for too long.' }))
      this.#apply({ type: 'idle' })
    })
  }

  #fail(error: unknown): void {
    if (this.isEnded) return
    const refusal = this.#refusalOf(error)
    this.#tellAll(refusal)
    this.#apply({ type: 'failed', forGood: isForGood(refusal) })
  }

  #refusalOf(error: unknown): DomainError {
    if (error instanceof DomainError) return error
    if (isStorageFull(error)) return new DomainError('storage_full', { cause: error })
    this.#options.log.error('upload_failed', { error })
    return new DomainError('internal', { cause: error })
  }

  #tellAll(refusal: DomainError): void {
    for (const listener of this.#takeListeners()) listener.failed(refusal)
  }

  #takeListeners(): UploadListener[] {
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    return listeners
  }

  #apply(event: UploadEvent): void {
    const before = this.#state
    this.#state = transition(before, event, this.part.bytes)
    if (this.#state.kind === before.kind) return
    this.#cancelIdle()
    if (this.#state.kind === 'preparing') this.#preparing = this.#prepare()
    // It never rejects.
    if (this.#state.kind === 'ended') void this.#end(this.#state.staysOnDisk)
  }

  async #end(staysOnDisk: boolean): Promise<void> {
    const { handle, file, log, onEnd } = this.#options
    this.#ending.abort(new DomainError('unavailable'))
    try {
      await this.#writing
      await this.#preparing
      await handle.close()
      if (!staysOnDisk) await removeFile(file)
    } catch (error) {
      // The sweep removes what stays behind.
      log.warn('upload_not_removed', { error })
    }
    onEnd()
    this.#resolveEnded()
  }
}

/** What does not match its hash is of no use; all else that may succeed later goes on with what is there. */
function isForGood({ code }: DomainError): boolean {
  return code === 'hash_mismatch' || !wireErrors[code].retryable
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}
