import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import type { ChildResult, ConfigChange, OperationResult } from '../supervisor/operation.ts'
import { print, visible } from './output.ts'

/** Says what became of a reload or a restart. Throws an ExitError (1) where it is not what was asked for. */
export function printResult(result: OperationResult, verb: 'reloaded' | 'restarted'): void {
  const { ok, refused, changes, children } = result
  if (refused !== null)
    throw new ExitError(exitCodes.error, `Nothing is ${verb}: ${refused}`, { next: stays })
  if (ok) for (const change of changes) print(describeChange(change))
  for (const { name, done, generation, failure } of children)
    if (failure === null) print(`${name}  ${spell(done, verb, generation)}`)
  const failed = children.find(({ failure }) => failure !== null)
  if (failed === undefined) return
  const wanted = failed.done === 'started' ? 'started' : verb
  throw new ExitError(exitCodes.error, `${failed.name} is not ${wanted}: ${failed.failure}`, {
    next: verb === 'reloaded' ? stays : `chat-stack logs ${failed.name} shows more.`,
  })
}

function spell(done: ChildResult['done'], verb: string, generation: number): string {
  switch (done) {
    case 'replaced':
      return `${verb}, generation ${generation}`
    case 'started':
      return `started, generation ${generation}`
    case 'waiting':
      return 'waits for what it depends on'
    case 'stopped':
      return 'stopped'
    default:
      return done satisfies never
  }
}

const stays = 'What ran before still runs, with the settings that it had.'

function describeChange({ path, from, to, takesEffect }: ConfigChange): string {
  const when = takesEffect === 'now' ? '' : '  (from the next start on)'
  return visible(`${path}: ${from} → ${to}${when}`)
}
