import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'

/** Where a running stack can be found, by whoever knows its database. */
export interface RunDirectory {
  readonly folder: string
  readonly lockFile: string
  readonly pidFile: string
  readonly controlSocket: string
  /** The owner's one-time link, where there is no terminal to show it on. */
  readonly ownerLinkFile: string
  /** Beside the run directory: they outlive the run. */
  readonly crashFolder: string
  readonly logFolder: string
}

/** A path in `sockaddr_un` has 108 bytes on Linux and 104 on macOS. */
const maxSocketPathBytes = 100

export function runDirectory(databasePath: string): RunDirectory {
  const folder = path.join(path.dirname(path.resolve(databasePath)), 'run')
  return {
    folder,
    lockFile: path.join(folder, 'lock'),
    pidFile: path.join(folder, 'pid'),
    controlSocket: path.join(socketFolder(folder), 'control.sock'),
    ownerLinkFile: path.join(folder, 'owner-link'),
    crashFolder: path.join(path.dirname(folder), 'crashes'),
    logFolder: path.join(path.dirname(folder), 'logs'),
  }
}

function socketFolder(folder: string): string {
  if (Buffer.byteLength(path.join(folder, 'control.sock')) <= maxSocketPathBytes) return folder
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  return path.join(tmpdir(), `chat-stack-${hash}`)
}

/** Makes the folders, for this user alone. Throws an ExitError (78) where that cannot be. */
export function makeRunDirectory({ folder, controlSocket }: RunDirectory): void {
  for (const made of new Set([folder, path.dirname(controlSocket)])) makePrivate(made)
}

function makePrivate(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    // In a folder that others may write to, somebody could have been here before us.
    if (!found.isDirectory() || found.uid !== userInfo().uid)
      throw new Error('it belongs to somebody else, or is no folder')
    chmodSync(folder, 0o700)
  } catch (cause) {
    const message = `Cannot use the folder ${folder}: ${(cause as Error).message}.`
    throw new ExitError(exitCodes.badConfig, message, {
      next: 'Change its owner, or database.path.',
      cause,
    })
  }
}
