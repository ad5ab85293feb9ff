import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { program } from './program.ts'
import { createLogReader } from './supervised.ts'

/** An empty folder that the test's end removes: the working directory of a stack with the default settings. */
export function stackFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-stack-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function environment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    PATH: path.dirname(process.execPath),
    CHAT_STACK_HTTP__PORT: '0',
    CHAT_STACK_WS__PORT: '0',
    ...settings,
  }
}

/** `chat-stack start` in a process of its own, without a terminal. The test's end kills what is left of it. */
export function startStack(folder: string, settings: Readonly<Record<string, string>> = {}) {
  const stack = spawn(process.execPath, [program, 'start'], { cwd: folder, env: environment(settings) })
  const log = createLogReader()
  let raw = ''
  stack.stdout.on('data', (chunk: Buffer) => {
    raw += chunk.toString()
  })
  stack.stdout.pipe(log.out)
  const errors = text(stack.stderr)
  const exit = once(stack, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  onTestFinished(async () => {
    stack.kill('SIGKILL')
    await exit
  })
  return { stack, exit, errors, output: () => raw, ...log }
}

/** Any other command, run to its end. */
export async function chatStack(
  folder: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  const command = spawn(process.execPath, [program, ...args], { cwd: folder, env: environment(settings) })
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'exit') as Promise<[number | null]>,
  ])
  return { exitCode, stdout, stderr }
}
