import { closeSync, constants, fsyncSync, mkdirSync, openSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { DatabaseError } from './database-error.ts'

/** `f_type` of statfs(2): on these, SQLite's locks and shared memory do not hold what they promise. */
const networkFileSystems = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
])

/**
 * Makes the folder (0700) and an empty file (0600) where there are none. SQLite gives its `-wal` and `-shm` the mode of
 * the database, so nothing here depends on the umask, which a worker thread cannot change.
 */
export function ensureDatabaseFile(databasePath: string): void {
  const folder = path.dirname(databasePath)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    refuseNetworkFileSystem(folder)
    ensurePrivateFile(databasePath)
  } catch (error) {
    throw fileError(databasePath, error)
  }
}

/** An empty file that its owner alone may read, unless there is one. */
export function ensurePrivateFile(file: string): void {
  closeSync(openSync(file, constants.O_RDWR | constants.O_CREAT, 0o600))
}

/** A file's content, or a folder's names: a rename is durable when its folder is. */
export function syncToDisk(fileOrFolder: string): void {
  const descriptor = openSync(fileOrFolder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

export function refuseNetworkFileSystem(folder: string): void {
  if (process.platform !== 'linux') return
  const name = networkFileSystems.get(statfsSync(folder).type >>> 0)
  if (name === undefined) return
  throw new DatabaseError(
    'network_file_system',
    `${folder} is on ${name}, where SQLite cannot keep data safe; put the database on a local disk.`,
  )
}

function fileError(databasePath: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new DatabaseError(
      'no_permission',
      `This user may not read and write ${databasePath}; change its owner, or database.path.`,
      { cause: error },
    )
  }
  if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new DatabaseError(
      'not_a_database',
      `Expected a file at ${databasePath}, found a folder or no path to it.`,
      {
        cause: error,
      },
    )
  }
  return error
}
