import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, test } from 'vitest'
import { program } from '../helpers/program.ts'
import { stackFolder } from '../helpers/stack-process.ts'
import { until } from '../helpers/supervised.ts'

test('status --watch says again what it sees, and ends well at Ctrl-C', async () => {
  const command = spawn(process.execPath, [program, 'status', '--watch', '--json'], {
    cwd: stackFolder(),
    env: { PATH: path.dirname(process.execPath) },
  })
  let output = ''
  command.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  await until(() => output.split('\n').length > 2)

  command.kill('SIGINT')

  expect(await once(command, 'exit')).toEqual([0, null])
  expect([...new Set(output.trim().split('\n'))]).toEqual(['{"running":false}'])
})
