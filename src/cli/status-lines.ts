import type { ChildStatus, LastExit, StackStatus } from '../supervisor/child-status.ts'
import { localTime, tableLines, visible } from './output.ts'

/** What people see of it. */
export function statusLines({ version, pid, upMs, rssBytes, children }: StackStatus): readonly string[] {
  const title = `chat-stack ${version}, up ${duration(upMs)} (pid ${pid}, ${megabytes(rssBytes)})`
  const head = ['NAME', 'STATE', 'ADDRESS', 'PID', 'UP', 'RESTARTS', 'CPU', 'MEMORY', 'LAG', 'CONNECTIONS']
  return [title, '', ...tableLines(head, children.map(row)), ...children.flatMap(endLines)]
}

function endLines({ name, lastExit, crashReport }: ChildStatus): readonly string[] {
  return [
    ...(lastExit === null ? [] : ['', visible(`${name} last ended ${describeExit(lastExit)}`)]),
    ...(crashReport === null ? [] : [`  its last crash: ${crashReport}`]),
  ]
}

function row({ name, state, reason, address, pid, upMs, generation, heartbeat }: ChildStatus): string[] {
  return [
    name,
    reason === null ? state : `${state}: ${reason}`,
    address ?? '-',
    pid === null ? '-' : String(pid),
    upMs === null ? '-' : duration(upMs),
    String(Math.max(0, generation - 1)),
    heartbeat?.cpuPercent === undefined ? '-' : `${heartbeat.cpuPercent} %`,
    heartbeat === null ? '-' : megabytes(heartbeat.rssBytes),
    heartbeat === null ? '-' : `${heartbeat.loopLagMs} ms`,
    heartbeat === null ? '-' : String(heartbeat.connections),
  ]
}

function describeExit({ atMs, pid, exitCode, signal, message }: LastExit): string {
  const how = signal === null ? `with exit code ${exitCode ?? '?'}` : `by ${signal}`
  return `${localTime(atMs)} ${how} (pid ${pid ?? '-'})${message === null ? '' : `: ${message}`}`
}

/** The two largest units: `3 d 4 h`. */
function duration(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  if (first === -1) return '0 s'
  return parts
    .slice(first, first + 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ')
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`
}
