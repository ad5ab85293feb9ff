import { fork } from 'node:child_process'
import { once } from 'node:events'

/** Another process of the benchmark, which answers what it is asked over IPC. */
export interface Program {
  readonly pid: number
  ask<T>(command: string, parameters?: Record<string, unknown>): Promise<T>
  stop(): Promise<void>
}

const answerTimeoutMs = 120_000

export interface ProgramOptions {
  args?: readonly string[]
  execArgv?: readonly string[]
  /** What runs it; Node.js where nothing is said. */
  execPath?: string
}

export async function startProgram(entry: URL, options: ProgramOptions = {}): Promise<Program> {
  const { args = [], execArgv = [], execPath = process.execPath } = options
  const child = fork(entry, [...args], { execArgv: [...execArgv], execPath })
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let asked = 0

  child.on('message', (message: { re: number; value?: unknown; error?: string }) => {
    const entry = waiting.get(message.re)
    waiting.delete(message.re)
    if (message.error === undefined) entry?.resolve(message.value)
    else entry?.reject(new Error(message.error))
  })
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`${entry.pathname} ended (${signal ?? code})`))
    waiting.clear()
  })

  const ask = <T>(command: string, parameters: Record<string, unknown> = {}): Promise<T> => {
    const id = ++asked
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${command} was not answered`)), answerTimeoutMs)
      waiting.set(id, {
        resolve: (value) => {
          clearTimeout(timer)
          resolve(value as T)
        },
        reject: (error) => {
          clearTimeout(timer)
          reject(error)
        },
      })
      child.send({ id, command, parameters })
    })
  }

  return {
    pid: child.pid ?? 0,
    ask,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

type Handler = (parameters: never) => unknown

/** The other side: answers each command with what its handler returns. */
export function answer(handlers: Record<string, Handler>): void {
  process.on('message', (message: { id: number; command: string; parameters: never }) => {
    void respond(message) // answers, whatever happens
  })
  process.on('disconnect', () => process.exit(0))

  async function respond({ id, command, parameters }: { id: number; command: string; parameters: never }) {
    try {
      const handler = handlers[command]
      if (!handler) throw new Error(`no command ${command}`)
      process.send?.({ re: id, value: await handler(parameters) })
    } catch (error) {
      process.send?.({
        re: id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
    }
  }
}

/** CPU seconds that this process and its threads have used so far, and its resident size. */
export function usage(): { cpuSeconds: number; rssBytes: number } {
  const { user, system } = process.cpuUsage()
  return { cpuSeconds: (user + system) / 1e6, rssBytes: process.memoryUsage.rss() }
}
