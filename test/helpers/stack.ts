import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { execa } from 'execa'
import type { StackStatus } from '../../src/supervisor/child-status.ts'
import { createControlClient } from '../../src/supervisor/control-client.ts'
import { program } from './program.ts'

const startTimeoutMs = 60_000
const stopTimeoutMs = 30_000

/** The built command line, running in a folder of its own on ports that the kernel chose. */
export interface TestStack {
  readonly folder: string
  /** `http://127.0.0.1:12345` */
  readonly http: string
  /** `ws://127.0.0.1:12346` */
  readonly ws: string
  /** The one-time link that makes the owner; `null` where there is one. */
  readonly ownerLink: string | null
  /** All that the stack wrote, line by line. */
  readonly output: readonly string[]
  /** Any subcommand against the same data. Never throws for an exit code. */
  run: (
    args: readonly string[],
    input?: string,
  ) => Promise<{ exitCode: number | undefined; stdout: string; stderr: string }>
  status: () => Promise<StackStatus>
  childPid: (name: string) => Promise<number>
  /** `kill -9` of the supervisor; resolves when it is gone. Its children notice by themselves. */
  kill: () => Promise<void>
  stop: () => Promise<void>
}

export async function startStack({
  env = {},
  folder,
}: {
  env?: Record<string, string>
  folder?: string
} = {}): Promise<TestStack> {
  const home = folder ?? (await mkdtemp(join(tmpdir(), 'chat-stack-')))
  const environment = {
    CHAT_STACK_HTTP__PORT: '0',
    CHAT_STACK_WS__PORT: '0',
    CHAT_STACK_AUTH__BCRYPT_COST: '4',
    ...env,
  }
  const child = spawn(process.execPath, [program, 'start'], {
    cwd: home,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  const started = await untilStarted(child, output).catch(async (error: unknown) => {
    await end(child)
    throw error
  })

  const run: TestStack['run'] = async (args, input) => {
    const options = { cwd: home, env: environment, reject: false, ...(input === undefined ? {} : { input }) }
    const { exitCode, stdout, stderr } = await execa(process.execPath, [program, ...args], options)
    return { exitCode, stdout, stderr }
  }
  const control = createControlClient(join(home, 'data/run/control.sock'))
  const status = async () => {
    const found = await control.status()
    if (found === null) throw new Error('Expected the stack to run')
    return found
  }

  return {
    folder: home,
    http: started.open,
    ws: started.webSocket,
    ownerLink: started.ownerLinkFile ? (await readFile(started.ownerLinkFile, 'utf8')).trim() : null,
    output,
    run,
    status,
    async childPid(name) {
      const found = (await status()).children.find((entry) => entry.name === name)
      if (!found?.pid) throw new Error(`Expected ${name} to run, got ${found?.state ?? 'no such child'}`)
      return found.pid
    },
    async kill() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
    async stop() {
      await end(child)
      if (folder === undefined) await rm(home, { recursive: true, force: true })
    },
  }
}

interface Started {
  open: string
  webSocket: string
  ownerLinkFile?: string
}

function untilStarted(child: ChildProcess, output: string[]): Promise<Started> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) =>
      reject(new Error(`Expected the stack to start, ${why}:\n${output.join('\n')}`))
    const timer = setTimeout(() => fail('waited in vain'), startTimeoutMs)
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? code}`))
    createInterface({ input: child.stderr! }).on('line', (line) => output.push(line))
    createInterface({ input: child.stdout! }).on('line', (line) => {
      output.push(line)
      if (!line.includes('"event":"started"')) return
      clearTimeout(timer)
      resolve(JSON.parse(line) as Started)
    })
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
  await exited
  clearTimeout(timer)
}
