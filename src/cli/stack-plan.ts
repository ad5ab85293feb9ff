import type { Config } from '../config/schema.ts'
import type { ServiceManager } from '../config/service-manager.ts'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import type { ChildSetup, ChildSpec } from '../supervisor/child-spec.ts'
import type { Plan } from '../supervisor/plan.ts'
import { programSpecs, serverSpec } from './child-specs.ts'
import { configChanges } from './config-changes.ts'
import { closeReplaced, type Listeners, moveListeners, withBoundAddresses } from './stack-listeners.ts'

/** What the stack's children are, now and after each reload. */
export interface StackPlanner {
  /** In start order. */
  setups(): readonly ChildSetup[]
  /** Reads the settings again, and opens the sockets that they ask for. Rejects with an ExitError that says why not. */
  readonly plan: () => Promise<Plan>
}

export interface StackPlannerOptions {
  readonly config: Config
  readonly listeners: Listeners
  readonly sockets: ServiceManager['sockets']
  readonly moreChildren: readonly ChildSpec[]
  readonly readConfig: () => Promise<Config>
  /** Every child runs with these now. */
  readonly onCommit: (config: Config) => void
}

export function createStackPlanner(options: StackPlannerOptions): StackPlanner {
  const { sockets, moreChildren, readConfig } = options
  let { config, listeners } = options

  async function plan(): Promise<Plan> {
    const next = await readConfig()
    refuseMovedData(config, next)
    const nextListeners = await moveListeners(listeners, { before: config, after: next, sockets })
    return {
      changes: configChanges(config, next),
      setups: setupsOf(next, nextListeners, moreChildren),
      commit: () => {
        closeReplaced(listeners, nextListeners)
        config = next
        listeners = nextListeners
        options.onCommit(next)
      },
      abandon: () => closeReplaced(nextListeners, listeners),
    }
  }

  return { setups: () => setupsOf(config, listeners, moreChildren), plan }
}

function setupsOf(
  config: Config,
  listeners: Listeners,
  moreChildren: readonly ChildSpec[],
): readonly ChildSetup[] {
  const bound = withBoundAddresses(config, listeners)
  const policy = config.supervisor
  const server = (name: 'http' | 'ws') => ({
    spec: serverSpec(name, bound),
    policy,
    listener: listeners[name],
  })
  const programs = [...programSpecs(config), ...moreChildren]
  return [server('ws'), server('http'), ...programs.map((spec) => ({ spec, policy, listener: null }))]
}

/** The lock and the control socket are beside the data: with other data it is another stack. */
function refuseMovedData(before: Config, after: Config): void {
  if (before.database.path === after.database.path) return
  const message = `database.path cannot change while the stack runs, from ${before.database.path} to ${after.database.path}.`
  throw new ExitError(exitCodes.badConfig, message, { next: 'Stop the stack, and start it again.' })
}
