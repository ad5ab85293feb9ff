import { accessSync, constants, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '../../config/schema.ts'
import { type Finding, ok, problem, warning } from './finding.ts'

/** Whether this user may write where the data goes, and nobody else may read it. */
export function checkFolders({ database, images }: Config): Finding[] {
  return [
    ...(process.getuid?.() === 0
      ? [
          warning(
            'user',
            'This is root',
            'Run chat-stack as a user of its own: a fault then stays in its folders.',
          ),
        ]
      : []),
    checkFolder('data', path.dirname(database.path)),
    checkFolder('images', images.dir),
    ...checkSecrecy(database.path),
  ]
}

/** The folder itself, or the one that it will be made in. */
export function nearestFolder(target: string): string {
  const parent = path.dirname(target)
  if (existsSync(target) && statSync(target).isDirectory()) return target
  return parent === target ? target : nearestFolder(parent)
}

function checkFolder(check: string, folder: string): Finding {
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    return problem(
      check,
      `${folder} is a file, not a folder`,
      'Move it away, or name another folder in the config.',
    )
  }
  const existing = nearestFolder(folder)
  try {
    accessSync(existing, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    return problem(
      check,
      `This user may not write to ${existing}`,
      `Run as its owner, or: sudo chown ${owner()} ${existing}`,
    )
  }
  return ok(check, existing === folder ? folder : `${folder}, to be made`)
}

function checkSecrecy(file: string): Finding[] {
  if (!existsSync(file)) return []
  const mode = statSync(file).mode & 0o777
  if ((mode & 0o077) === 0) return []
  return [warning('data', `Other users may read ${file} (mode ${mode.toString(8)})`, `chmod 600 ${file}*`)]
}

function owner(): string {
  return process.getuid === undefined ? '$USER' : String(process.getuid())
}
