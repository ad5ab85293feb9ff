import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from 'commander'
import type { ChildStatus, StackStatus } from '../supervisor/child-status.ts'
import { type ControlClient, createControlClient } from '../supervisor/control-client.ts'
import { makeRunDirectory, type RunDirectory, runDirectory } from '../supervisor/run-directory.ts'
import { printFacts, say } from './output.ts'
import { settingsOf } from './settings.ts'

const pollIntervalMs = 50

/** What the stack says is for its owner alone, as the stack's other files are. */
const privateMode = 0o600

/**
 * Starts the stack in a session of its own, and returns when both servers run: 0, or the exit code with which it ended,
 * its reason on standard error. Ctrl-C ends what has been started.
 */
export async function startDetached(command: Command): Promise<number> {
  const { config } = await settingsOf(command)
  const directory = runDirectory(config.database.path)
  makeRunDirectory(directory)
  const files = outputFiles(directory)
  const stack = spawnStack(files)
  const ended = endOf(stack)
  const stopWaiting = () => stack.kill('SIGTERM')
  process.on('SIGINT', stopWaiting).on('SIGTERM', stopWaiting)
  const control = createControlClient(directory.controlSocket)
  const outcome = await Promise.race([ended, running(control, stack)])
  process.off('SIGINT', stopWaiting).off('SIGTERM', stopWaiting)
  if (typeof outcome === 'number') {
    process.stderr.write(readFileSync(files.errors, 'utf8'))
    return outcome
  }
  stack.unref()
  show(outcome, directory, files.output)
  return 0
}

function outputFiles({ folder }: RunDirectory) {
  return { output: path.join(folder, 'output.log'), errors: path.join(folder, 'start-errors.log') }
}

/** The same command without `--detach`. */
function spawnStack({ output, errors }: ReturnType<typeof outputFiles>): ChildProcess {
  const args = process.argv.slice(1).filter((arg) => arg !== '--detach')
  const descriptors = [openSync(output, 'a', privateMode), openSync(errors, 'w', privateMode)] as const
  try {
    return spawn(process.execPath, [...process.execArgv, ...args], {
      detached: true,
      stdio: ['ignore', ...descriptors],
    })
  } finally {
    for (const descriptor of descriptors) closeSync(descriptor)
  }
}

function endOf(stack: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    stack.once('exit', (exitCode) => resolve(exitCode ?? 1)).once('error', reject)
  })
}

/** Resolves when it is this stack, and no other with the same data, whose servers run. Its end ends the wait. */
async function running(control: ControlClient, stack: ChildProcess): Promise<StackStatus> {
  for (;;) {
    await wait(pollIntervalMs, undefined, { ref: false })
    // One that is about to end may cut the answer.
    const status = await control.status().catch(() => null)
    if (
      status !== null &&
      status.pid === stack.pid &&
      servers(status).every(({ state }) => state === 'running')
    )
      return status
  }
}

function servers({ children }: StackStatus): readonly ChildStatus[] {
  return children.filter(({ name }) => name === 'http' || name === 'ws')
}

function show(status: StackStatus, { ownerLinkFile }: RunDirectory, output: string): void {
  const addresses = servers(status).map(({ name, address }) => [name, address ?? '-'] as const)
  printFacts({
    pid: String(status.pid),
    ...Object.fromEntries(addresses),
    output,
    ...(existsSync(ownerLinkFile) ? { "owner's link": ownerLinkFile } : {}),
  })
  say('Started. chat-stack status shows it, chat-stack stop ends it.')
}
