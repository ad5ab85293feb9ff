import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { execa } from 'execa'
import { onTestFinished } from 'vitest'
import { addAccount } from '../../src/domain/account-changes.ts'
import { migrate } from '../../src/domain/db/migrate.ts'
import type { AccountRole } from '../../src/protocol/values.ts'
import { inTransaction } from './people.ts'
import { program } from './program.ts'

/** A user that owns nothing. */
const nobody = 65_534

export interface CommandLine {
  readonly folder: string
  /** Runs `chat-stack` as a process of its own, in the folder, with nothing of our environment but PATH. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>
  /** The same at a terminal, where answers are typed as their prompts appear; then what the shell is to run. */
  readonly runAtTerminal: (
    args: readonly string[],
    answers: readonly Answer[],
    thenRun?: string,
  ) => Promise<Ended>
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string | Uint8Array
  /** Root may read and write everything, so what is about permission runs as somebody else. */
  readonly unprivileged?: boolean
}

export type Answer = readonly [prompt: string, typed: string]

export interface Ended {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** A command line with a folder of its own, which goes with the test. Password hashes are the cheapest there are. */
export function commandLine(): CommandLine {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const base = {
    PATH: process.env.PATH ?? '',
    CHAT_STACK_AUTH__BCRYPT_COST: '4',
  }
  const settings = { cwd: folder, extendEnv: false, reject: false, timeout: 30_000 } as const

  return {
    folder,
    run: async (args, { env = {}, input = '', unprivileged = false } = {}) => {
      const user = unprivileged && process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
      const ended = await execa(process.execPath, [program, ...args], {
        ...settings,
        ...user,
        env: { ...base, ...env },
        input,
      })
      return { exitCode: ended.exitCode, stdout: ended.stdout, stderr: ended.stderr }
    },
    runAtTerminal: async (args, answers, thenRun = '') => {
      const line = [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ') + thenRun
      const env = { ...base, NO_COLOR: '1', TERM: 'xterm' }
      const terminal = execa('script', ['-qec', line, '/dev/null'], { ...settings, env, stdin: 'pipe' })
      const left = [...answers]
      let seen = ''
      terminal.stdout.on('data', (chunk) => {
        seen += String(chunk)
        const [next] = left
        if (next === undefined || !seen.includes(next[0])) return
        left.shift()
        seen = ''
        terminal.stdin.write(next[1])
      })
      const ended = await terminal
      return { exitCode: ended.exitCode, stdout: ended.stdout, stderr: ended.stderr }
    },
  }
}

/** A command line over a database with these accounts, which come in this order. */
export async function commandLineWith(accounts: Readonly<Record<string, AccountRole>>): Promise<CommandLine> {
  const line = commandLine()
  const databasePath = path.join(line.folder, 'data/chat.db')
  await migrate(databasePath)
  inTransaction(line.folder, (tx) => {
    for (const [username, role] of Object.entries(accounts))
      addAccount(tx, { username, displayName: null, passwordHash: 'none', role })
  })
  return line
}

/** The usernames that are in the database now. */
export function usernames({ folder }: CommandLine): string[] {
  const db = new Database(path.join(folder, 'data/chat.db'), { readonly: true })
  const names = db
    .prepare('SELECT username FROM accounts WHERE removed_at_ms IS NULL ORDER BY id')
    .pluck()
    .all()
  db.close()
  return names as string[]
}
