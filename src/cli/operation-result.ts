import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import type { ConfigChange, OperationResult } from '../supervisor/operation.ts'
import { print, visible } from './output.ts'

/** Says what became of a reload or a restart. Throws an ExitError (1) where it is not what was asked for. */
export function printResult(result: OperationResult, verb: 'reloaded' | 'restarted'): void {
  const { ok, refused, changes, children } = result
  if (refused !== null)
    throw new ExitError(exitCodes.error, `Nothing is ${verb}: ${refused}`, { next: stays })
  if (ok) for (const change of changes) print(describeChange(change))
  for (const { name, generation, failure } of children)
    if (failure === null) print(`${name}  ${verb}, generation ${generation}`)
  const failed = children.find(({ failure }) => failure !== null)
  if (failed === undefined) return
  throw new ExitError(exitCodes.error, `${failed.name} is not ${verb}: ${failed.failure}`, {
    next: verb === 'reloaded' ? stays : `chat-stack logs ${failed.name} shows more.`,
  })
}

const stays = 'What ran before still runs, with the settings that it had.'

function describeChange({ path, from, to, takesEffect }: ConfigChange): string {
  const when = takesEffect === 'now' ? '' : '  (from the next start on)'
  return visible(`${path}: ${from} → ${to}${when}`)
}
