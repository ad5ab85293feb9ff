import type { Command } from 'commander'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import type { ChildStatus, LastExit, StackStatus } from '../supervisor/child-status.ts'
import { examples } from './examples.ts'
import { localTime, print, printJson, printTable } from './output.ts'
import { settingsOf } from './settings.ts'

export function define(command: Command): void {
  command.option('--json', 'as JSON').action(status)
  examples(command, [
    ['chat-stack status', 'what runs, since when, and how it feels'],
    ['chat-stack status --json', 'for a script; exit code 3 where nothing runs'],
  ])
}

async function status({ json = false }: { json?: boolean }, command: Command): Promise<void> {
  const { config } = await settingsOf(command)
  const { createControlClient } = await import('../supervisor/control-client.ts')
  const { runDirectory } = await import('../supervisor/run-directory.ts')
  const stack = await createControlClient(runDirectory(config.database.path).controlSocket).status()
  if (stack === null) {
    if (json) printJson({ running: false })
    const what = `chat-stack does not run with ${config.database.path}.`
    throw new ExitError(exitCodes.notRunning, what, { next: 'chat-stack start starts it.' })
  }
  if (json) return printJson({ running: true, ...stack })
  show(stack)
}

function show({ version, pid, upMs, rssBytes, children }: StackStatus): void {
  print(`chat-stack ${version}, up ${duration(upMs)} (pid ${pid}, ${megabytes(rssBytes)})\n`)
  const head = ['NAME', 'STATE', 'ADDRESS', 'PID', 'UP', 'RESTARTS', 'CPU', 'MEMORY', 'LAG', 'CONNECTIONS']
  printTable(head, children.map(row))
  for (const { name, lastExit, crashReport } of children) {
    if (lastExit !== null) print(`\n${name} last ended ${describeExit(lastExit)}`)
    if (crashReport !== null) print(`  its last crash: ${crashReport}`)
  }
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
