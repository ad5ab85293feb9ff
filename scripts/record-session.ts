/**
 * Records a session of the built command in docs/session.txt: start, status, a crash with its report, reload, stop. What is
 * this machine's alone (folders, process ids, ports, times) is replaced.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { execa } from 'execa'
import type { ChildStatus, StackStatus } from '../src/supervisor/child-status.ts'

const root = path.dirname(import.meta.dirname)
const program = path.join(root, 'bin/chat-stack.cjs')
const home = mkdtempSync(path.join(tmpdir(), 'chat-stack-session-'))
const settings = '{ "limits": { "messagesPerSecond": 20 } }'
const recorded: string[] = []
const pollIntervalMs = 50
/** The first ones tell of the start. */
const settledBeats = 3

try {
  await record()
  writeFileSync(path.join(root, 'docs/session.txt'), `${recorded.join('\n')}\n`)
} finally {
  await chatStack('stop')
  rmSync(home, { recursive: true, force: true })
}

async function record(): Promise<void> {
  await show('start', '--detach')
  await eachHasBeaten()
  await show('status')
  const { pid } = await childOf('ws')
  note('# The WebSocket server crashes.', `$ kill -SEGV ${pid}`)
  process.kill(pid ?? 0, 'SIGSEGV')
  while ((await childOf('ws')).generation < 2) await wait(pollIntervalMs)
  await eachHasBeaten()
  await show('status')
  const [report = ''] = readdirSync(path.join(home, 'data/crashes'))
  const { stdout } = await execa('head', ['-c', '400', path.join(home, 'data/crashes', report)])
  note(`$ head -c 400 data/crashes/${report}`, stdout, '…')
  writeFileSync(path.join(home, 'chat-stack.json'), `${settings}\n`)
  note('# Other settings, and nobody is cut off.', `$ echo '${settings}' > chat-stack.json`)
  await show('reload')
  await show('stop')
  await show('status')
}

async function show(...args: string[]): Promise<void> {
  const { all, exitCode } = await chatStack(...args)
  note(`$ chat-stack ${args.join(' ')}`, all, ...(exitCode === 0 ? [] : [`(exit code ${exitCode})`]))
}

function chatStack(...args: string[]) {
  return execa(process.execPath, [program, ...args], {
    cwd: home,
    all: true,
    reject: false,
    env: { CHAT_STACK_HTTP__PORT: '0', CHAT_STACK_WS__PORT: '0', NO_COLOR: '1' },
  })
}

async function childOf(name: string): Promise<ChildStatus> {
  const children = await childrenNow()
  const found = children.find((child) => child.name === name)
  if (found === undefined) throw new Error(`Expected a child ${name}, got ${JSON.stringify(children)}`)
  return found
}

/** From then on there is something to see of each: memory, processor and lag. */
async function eachHasBeaten(): Promise<void> {
  while ((await childrenNow()).some(({ heartbeat }) => (heartbeat?.seq ?? 0) < settledBeats))
    await wait(pollIntervalMs)
}

async function childrenNow(): Promise<readonly ChildStatus[]> {
  const { stdout } = await chatStack('status', '--json')
  return (JSON.parse(stdout) as StackStatus).children
}

function note(...texts: string[]): void {
  recorded.push(...texts.map(ofNoMachine), '')
}

function ofNoMachine(text: string): string {
  return text
    .replaceAll(home, '/srv/chat')
    .replaceAll(root, '/usr/lib/chat-stack')
    .replaceAll(path.dirname(process.execPath), '/usr/bin')
}
