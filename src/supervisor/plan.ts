import { isDeepStrictEqual } from 'node:util'
import type { SupervisedChild } from './child.ts'
import type { ChildSetup } from './child-spec.ts'
import { startInOrder } from './dependencies.ts'
import {
  type ChildResult,
  type ConfigChange,
  type OperationResult,
  refused,
  replaced,
  resultOf,
} from './operation.ts'
import type { Roster } from './roster.ts'

/** What the children are to be from now on. */
export interface Plan {
  readonly changes: readonly ConfigChange[]
  /** In start order. */
  readonly setups: readonly ChildSetup[]
  /** Every child has taken it over: what only the old ones used is closed. */
  commit(): void
  /** One has not, and all are as they were: what was opened for the new ones is closed. */
  abandon(): void
}

/** What was done for one child, and how it is undone. */
interface Step {
  /** `null` where nobody notices. */
  readonly result: ChildResult | null
  undo(): Promise<unknown>
}

/**
 * Either all children take the plan over, or all stay as they were, one after the other. Servers are always replaced;
 * a program only where it is to be another one. Who is not in the plan stops last: that cannot fail.
 */
export async function carryOut(
  plan: Plan,
  roster: Roster,
  isEnding: () => boolean,
): Promise<OperationResult> {
  const { changes } = plan
  const steps: Step[] = []
  for (const setup of plan.setups) {
    // Asked in the same turn as the next step begins: from then on the stack's end includes that.
    if (isEnding()) {
      plan.abandon()
      return refused('The stack is stopping.')
    }
    const step = await stepTo(setup, roster, isEnding)
    steps.push(step)
    if (step.result === null || step.result.failure === null) continue
    const result = resultOf(resultsOf(steps), changes)
    await undoAll(steps, roster, isEnding)
    plan.abandon()
    return result
  }
  const removed = await stopOthers(plan, roster)
  plan.commit()
  return resultOf([...resultsOf(steps), ...removed], changes)
}

async function stepTo(setup: ChildSetup, roster: Roster, isEnding: () => boolean): Promise<Step> {
  const child = roster.find(setup.spec.name)
  if (child === undefined) return begin(setup, roster, isEnding)
  const before = child.setup
  if (setup.spec.kind === 'program' && isDeepStrictEqual(before.spec, setup.spec)) {
    child.adopt(setup)
    return { result: null, undo: async () => child.adopt(before) }
  }
  const result = await replaced(child, child.reload(setup))
  return { result, undo: async () => result.failure === null && (await child.reload(before)) }
}

/** What it depends on comes before it in the plan; where that does not run yet, it is started later, as at the start. */
async function begin(setup: ChildSetup, roster: Roster, isEnding: () => boolean): Promise<Step> {
  const child = roster.add(setup)
  const among = roster.list()
  startInOrder([child], { among, isWanted: () => !isEnding() && roster.find(child.name) === child })
  const isWaiting = child.status().generation === 0
  const failure = isWaiting ? null : await child.begun()
  const done = isWaiting ? 'waiting' : 'started'
  const result = { name: child.name, done, generation: child.status().generation, failure } as const
  return { result, undo: () => child.stop() }
}

async function undoAll(steps: readonly Step[], roster: Roster, isEnding: () => boolean): Promise<void> {
  const before = roster.list().map(({ name }) => name)
  for (const step of steps.toReversed()) {
    // A stack that ends has no use for what was.
    if (isEnding()) return
    await step.undo()
  }
  const isAdded = ({ result }: Step) => result?.done === 'started' || result?.done === 'waiting'
  const added = new Set(steps.filter(isAdded).map(({ result }) => result?.name))
  roster.keep(before.filter((name) => !added.has(name)))
}

/** Those that others depend on after these. */
async function stopOthers({ setups }: Plan, roster: Roster): Promise<readonly ChildResult[]> {
  const names = setups.map(({ spec }) => spec.name)
  const others = roster.list().filter((child) => !names.includes(child.name))
  const results: ChildResult[] = []
  for (const child of others.toReversed()) results.push(await ended(child))
  roster.keep(names)
  return results
}

async function ended(child: SupervisedChild): Promise<ChildResult> {
  await child.stop()
  return { name: child.name, done: 'stopped', generation: child.status().generation, failure: null }
}

function resultsOf(steps: readonly Step[]): ChildResult[] {
  return steps.flatMap(({ result }) => result ?? [])
}
