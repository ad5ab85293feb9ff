import type { Log } from '../platform/log.ts'
import type { SupervisedChild } from './child.ts'
import { type OperationResult, refused, replaceEach } from './operation.ts'
import { carryOut, type Plan } from './plan.ts'
import type { Roster } from './roster.ts'
import type { ServiceNotifier } from './systemd.ts'

export interface Operations {
  /** Reads the settings again and makes the children what they say; or replaces one child, as it is. `null`: there is no such child. */
  reload(name: string | null): Promise<OperationResult | null>
  /** Ends and starts all children, one after the other, or one. */
  restart(name: string | null): Promise<OperationResult | null>
}

export interface OperationsOptions {
  readonly roster: Roster
  /** Rejects with the reason for which the settings cannot be taken over. */
  readonly plan: () => Promise<Plan>
  readonly isEnding: () => boolean
  readonly notifier: Pick<ServiceNotifier, 'ready' | 'reloading'> | undefined
  readonly log: Log
}

/** Who asks while so many wait is refused. */
const maxWaiting = 8

/** One at a time, in the order in which they were asked for. What they return never rejects. */
export function createOperations(options: OperationsOptions): Operations {
  const { roster, isEnding, notifier, log } = options
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0

  async function inTurn(act: () => Promise<OperationResult>): Promise<OperationResult> {
    if (waiting >= maxWaiting) return refused('Too many others wait to reload or restart.')
    waiting += 1
    const turn = last.then(() => (isEnding() ? refused('The stack is stopping.') : act()))
    last = turn
    const result = await turn
    waiting -= 1
    return result
  }

  async function reloadAll(): Promise<OperationResult> {
    notifier?.reloading()
    const result = await options.plan().then(
      (plan) => carryOut(plan, roster, isEnding),
      (error: Error) => refused(error.message),
    )
    notifier?.ready()
    report(result)
    return result
  }

  function report({ ok, refused, changes, children }: OperationResult): void {
    for (const change of changes) log.info('config_changed', { ...change })
    if (ok) log.info('reloaded')
    else
      log.error('reload_failed', {
        reason: refused ?? children.at(-1)?.failure,
        child: children.at(-1)?.name,
      })
  }

  async function forChosen(
    name: string | null,
    act: (chosen: readonly SupervisedChild[]) => Promise<OperationResult>,
  ): Promise<OperationResult | null> {
    const chosen = roster.list().filter((child) => name === null || child.name === name)
    return chosen.length === 0 ? null : inTurn(() => act(chosen))
  }

  return {
    reload: (name) =>
      forChosen(name, (chosen) =>
        name === null ? reloadAll() : replaceEach(chosen, (child) => child.reload()),
      ),
    restart: (name) => forChosen(name, (chosen) => replaceEach(chosen, (child) => child.restart())),
  }
}
