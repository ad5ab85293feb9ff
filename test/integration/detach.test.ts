import { once } from 'node:events'
import net from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readPid } from '../../src/supervisor/lock.ts'
import { chatStack, stackFolder } from '../helpers/stack-process.ts'
import { isRunning, until } from '../helpers/supervised.ts'

/** A folder whose stack, if one is left, the test's end kills. */
function folderOfDetached(): string {
  const folder = stackFolder()
  onTestFinished(() => {
    const pid = readPid(path.join(folder, 'data/run/pid'))
    if (pid !== null && isRunning(pid)) process.kill(pid, 'SIGKILL')
  })
  return folder
}

test('start --detach returns when the stack runs, which stop then ends; a second one is told of the first', async () => {
  const folder = folderOfDetached()

  const started = await chatStack(folder, ['start', '--detach'])

  expect(started).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Started.') })
  const [, pid] = /^pid +(\d+)$/m.exec(started.stdout) ?? []
  const [, address] = /^http +(\S+)$/m.exec(started.stdout) ?? []
  expect((await fetch(`http://${address}/healthz`, { headers: { connection: 'close' } })).status).toBe(200)
  expect(JSON.parse((await chatStack(folder, ['status', '--json'])).stdout).pid).toBe(Number(pid))
  expect(await chatStack(folder, ['start', '--detach'])).toMatchObject({
    exitCode: 75,
    stderr: expect.stringContaining(`chat-stack runs already (pid ${pid}).`),
  })

  expect((await chatStack(folder, ['stop'])).exitCode).toBe(0)
  await until(() => !isRunning(Number(pid)))
}, 60_000)

test('start --detach that cannot start ends with the reason and its exit code', async () => {
  const taken = net.createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as net.AddressInfo

  const result = await chatStack(folderOfDetached(), ['start', '--detach'], {
    CHAT_STACK_HTTP__PORT: String(port),
  })

  expect(result).toMatchObject({
    exitCode: 69,
    stdout: '',
    stderr: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken by`),
  })
})
