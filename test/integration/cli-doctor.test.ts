import { once } from 'node:events'
import { chmodSync, closeSync, mkdirSync, openSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { type CommandLine, commandLine, commandLineWith, type RunOptions } from '../helpers/command-line.ts'

/** The machine that runs the tests may have what listens on our default ports. */
const anyPorts = { CHAT_STACK_HTTP__PORT: '0', CHAT_STACK_WS__PORT: '0' }

test('a folder that is ready gets no problems, and every check says something', async () => {
  const { run } = await commandLineWith({})
  const { stdout } = await run(['doctor', '--json'], { env: anyPorts })
  const findings = JSON.parse(stdout) as Finding[]
  const wanted = [
    'node',
    'client',
    'config',
    'sign-up',
    'http',
    'ws',
    'data',
    'images',
    'disk',
    'database',
    'clock',
  ]
  expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(wanted))
  // The tests may run before anything was built, and as root.
  expect(
    findings.filter(({ state, check }) => state !== 'ok' && !['client', 'user'].includes(check)),
  ).toEqual([])
})

test('prints a line for each check, and how to mend what is wrong below it', async () => {
  const { run } = commandLine()
  const { stdout } = await run(['doctor'], { env: { ...anyPorts, CHAT_STACK_HTTP__HOST: '192.0.2.1' } })
  expect(stdout).toMatch(/^ok {7}node {7}Node\.js /m)
  expect(stdout).toMatch(
    /^problem {2}http {7}192\.0\.2\.1 is no address of this machine \(EADDRNOTAVAIL\)\n {20}Set http\.host to one that it has\.$/m,
  )
})

test('names who holds a port, and ends with 1', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { finding, exitCode } = await diagnose('ws', {
    env: { ...anyPorts, CHAT_STACK_WS__PORT: String(port) },
  })
  server.close()
  expect(exitCode).toBe(1)
  expect(finding).toMatchObject({ state: 'problem', mend: 'Stop it, or change ws.port.' })
  expect(finding?.fact).toMatch(new RegExp(`^127\\.0\\.0\\.1:${port} is taken by .+, pid ${process.pid}$`))
})

test('finds a damaged database, which opens like a sound one', async () => {
  const line = await commandLineWith({})
  const file = path.join(line.folder, 'data/chat.db')
  damage(file)
  const { finding, exitCode } = await diagnose('database', {}, line)
  expect({ finding, exitCode }).toMatchObject({ exitCode: 1, finding: { state: 'problem' } })
  expect(finding).toHaveProperty('mend', expect.stringContaining('restore'))
})

test('finds a database from the future', async () => {
  const line = await commandLineWith({})
  const db = new Database(path.join(line.folder, 'data/chat.db'))
  db.pragma('user_version = 999')
  db.close()
  const { finding } = await diagnose('database', {}, line)
  expect(finding).toMatchObject({ state: 'problem', fact: expect.stringContaining('999') })
})

test('finds data that others may read', async () => {
  const line = await commandLineWith({})
  chmodSync(path.join(line.folder, 'data/chat.db'), 0o644)
  const { stdout } = await line.run(['doctor'], { env: anyPorts })
  expect(stdout).toContain(`warning  data       Other users may read ${line.folder}/data/chat.db (mode 644)`)
})

test('finds a folder that this user may not write to', async () => {
  const line = commandLine()
  chmodSync(line.folder, 0o555)
  const { finding, exitCode } = await diagnose('images', { unprivileged: true }, line)
  expect({ finding, exitCode }).toMatchObject({
    exitCode: 1,
    finding: { state: 'problem', fact: `This user may not write to ${line.folder}` },
  })
})

test('finds a file where a folder should be', async () => {
  const line = commandLine()
  mkdirSync(path.join(line.folder, 'temp'))
  writeFileSync(path.join(line.folder, 'temp/images'), '')
  const { finding } = await diagnose('images', {}, line)
  expect(finding).toMatchObject({
    state: 'problem',
    fact: expect.stringContaining('is a file, not a folder'),
  })
})

test('finds a clock that is behind the data', async () => {
  const line = await commandLineWith({})
  const tomorrow = Date.now() / 1000 + 86_400
  utimesSync(path.join(line.folder, 'data/chat.db'), tomorrow, tomorrow)
  const { finding } = await diagnose('clock', {}, line)
  expect(finding).toMatchObject({ state: 'warning', mend: expect.stringContaining('NTP') })
})

test('warns of passwords on an open network, and of a half-configured proxy', async () => {
  const open = await diagnose('network', { env: { ...anyPorts, CHAT_STACK_HTTP__HOST: '0.0.0.0' } })
  expect(open.finding).toMatchObject({ state: 'warning', fact: expect.stringContaining('without TLS') })
  const env = { ...anyPorts, CHAT_STACK_HTTP__PUBLIC_URL: 'https://chat.example' }
  const half = await diagnose('network', { env })
  expect(half.finding).toMatchObject({ fact: expect.stringContaining('ws.publicUrl is not') })
})

test('lists the mistakes of a config that cannot be used, and ends with 1', async () => {
  const { finding, exitCode } = await diagnose('config', { env: { CHAT_STACK_HTTP__PORT: 'x' } })
  expect({ finding, exitCode }).toMatchObject({
    exitCode: 1,
    finding: { state: 'problem', fact: expect.stringContaining('Expected a port from 0 to 65535, got "x"') },
  })
})

async function diagnose(check: string, options: RunOptions, line: CommandLine = commandLine()) {
  const { stdout, exitCode } = await line.run(['doctor', '--json'], { env: anyPorts, ...options })
  const findings = JSON.parse(stdout) as Finding[]
  return { exitCode, finding: findings.find((finding) => finding.check === check) }
}

/** Overwrites a page in the middle, where no header is. */
function damage(file: string): void {
  const db = new Database(file)
  db.exec('CREATE TABLE filler (text)')
  const insert = db.prepare('INSERT INTO filler VALUES (?)')
  for (let row = 0; row < 200; row += 1) insert.run('x'.repeat(500))
  const findPage = db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'filler'").pluck()
  const rootpage = findPage.get() ?? 0
  const pageSize = Number(db.pragma('page_size', { simple: true }))
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, Buffer.alloc(pageSize, 0xa5), 0, pageSize, (rootpage - 1) * pageSize)
  closeSync(descriptor)
}
