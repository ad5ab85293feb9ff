import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { StackStatus } from '../../../src/supervisor/child-status.ts'
import { createControlClient } from '../../../src/supervisor/control-client.ts'
import { clientKinds, startClientLoop, type Tallies } from '../../helpers/client-loop.ts'
import { stackFolder, startStack } from '../../helpers/stack-process.ts'

const operationDeadlineMs = 60_000

test('no client is refused by a kill, a restart or a reload, and none is cut by the last two', async () => {
  const folder = stackFolder()
  const { logged } = startStack(folder)
  const { open, webSocket } = (await logged('started')) as { open: string; webSocket: string }
  const control = createControlClient(path.join(folder, 'data/run/control.sock'))
  const loop = startClientLoop({ http: open, ws: webSocket })
  onTestFinished(() => loop.stop())
  await loop.takeTallies()

  const kill = await during(loop, async () => {
    for (const name of ['http', 'ws']) await killed(control, name)
  })
  const restart = await during(loop, () => control.restart(null, operationDeadlineMs))
  writeFileSync(path.join(folder, 'chat-stack.json'), '{ "log": { "level": "warn" } }')
  const reload = await during(loop, () => control.reload(operationDeadlineMs))

  report({ kill, restart, reload })
  for (const kind of clientKinds) {
    expect(kill[kind], `${kind} at a kill`).toMatchObject({ refused: 0 })
    expect(restart[kind], `${kind} at a restart`).toMatchObject({ refused: 0, cut: 0 })
    expect(reload[kind], `${kind} at a reload`).toMatchObject({ refused: 0, cut: 0 })
  }
}, 60_000)

async function during(loop: ReturnType<typeof startClientLoop>, act: () => Promise<unknown>) {
  await act()
  return loop.takeTallies()
}

async function killed(control: ReturnType<typeof createControlClient>, name: string): Promise<void> {
  const childOf = (status: StackStatus | null) => status?.children.find((child) => child.name === name)
  const before = childOf(await control.status())
  process.kill(before?.pid ?? 0, 'SIGKILL')
  let after = before
  while (after?.state !== 'running' || after.generation === before?.generation)
    after = childOf(await control.status())
}

/** One line each, for whoever reads the run: how long the slowest client waited. */
function report(phases: Record<string, Tallies>): void {
  for (const [phase, tallies] of Object.entries(phases)) {
    const waits = clientKinds.map((kind) => {
      const { answered, cut, longestWaitMs } = tallies[kind]
      return `${kind} ${answered} answered, ${cut} cut, longest wait ${Math.round(longestWaitMs)} ms`
    })
    process.stdout.write(`${phase}: ${waits.join('; ')}\n`)
  }
}
