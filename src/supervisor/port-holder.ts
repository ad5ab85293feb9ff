import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'

export interface PortHolder {
  readonly pid: number
  readonly command: string
}

/** The process that listens on a TCP port, where the system says and we may look: Linux, mostly our own user's. */
export function findPortHolder(port: number): PortHolder | null {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => listeningInodes(read(table), port)),
  )
  if (sockets.size === 0) return null
  const pid = numericEntries('/proc').find((candidate) => holdsOne(candidate, sockets))
  return pid === undefined ? null : { pid, command: commandOf(pid) }
}

/** As it was called: the kernel's name of a Node.js process is that of a thread. */
function commandOf(pid: number): string {
  const called = read(`/proc/${pid}/cmdline`).split('\0')[0] ?? ''
  return path.basename(called) || read(`/proc/${pid}/comm`).trim() || 'a program'
}

/** Columns of proc(5): `sl local_address rem_address st … inode`; 0A is LISTEN. */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && state === '0A')
    .flatMap((columns) => columns[9] ?? [])
}

function holdsOne(pid: number, inodes: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`
  return numericEntries(folder).some((fd) => {
    const inode = /^socket:\[(\d+)\]$/.exec(link(`${folder}/${fd}`))?.[1]
    return inode !== undefined && inodes.has(inode)
  })
}

// Processes end while we look, and others' are closed to us: what cannot be read holds nothing.

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}

function numericEntries(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((entry) => /^\d+$/.test(entry))
      .map(Number)
  } catch {
    return []
  }
}
