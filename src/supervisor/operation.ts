import type { SupervisedChild } from './child.ts'
import type { ChildSetup } from './child-spec.ts'

/** A setting that is not what it was, as people read it. */
export interface ConfigChange {
  /** `http.port` */
  readonly path: string
  readonly from: string
  readonly to: string
  /** Whether it is in effect already, or will be when the stack is started again. */
  readonly takesEffect: 'now' | 'next start'
}

/** What became of a reload or a restart: the answer of `POST /reload` and `/restart`. */
export interface OperationResult {
  readonly ok: boolean
  /** Why nothing was tried; `null` where something was. */
  readonly refused: string | null
  readonly changes: readonly ConfigChange[]
  /** Those that were replaced, in this order, and the one at which it ended. */
  readonly children: readonly ChildResult[]
}

export interface ChildResult {
  readonly name: string
  readonly generation: number
  /** Why the next generation does not run; `null` where it does. */
  readonly failure: string | null
}

/** What the children are to be from now on. */
export interface Plan {
  readonly changes: readonly ConfigChange[]
  /** By the child's name. */
  readonly setups: ReadonlyMap<string, ChildSetup>
  /** Every child has taken it over: what only the old ones used is closed. */
  commit(): void
  /** One has not, and all are as they were: what was opened for the new ones is closed. */
  abandon(): void
}

export function refused(why: string): OperationResult {
  return { ok: false, refused: why, changes: [], children: [] }
}

/** One child after the other, so that at no time more than one is in transition. Ends at the first failure. */
export async function replaceEach(
  children: readonly SupervisedChild[],
  replace: (child: SupervisedChild) => Promise<string | null>,
): Promise<OperationResult> {
  const results: ChildResult[] = []
  for (const child of children) {
    const failure = await replace(child)
    results.push({ name: child.name, generation: child.status().generation, failure })
    if (failure !== null) break
  }
  return {
    ok: results.every(({ failure }) => failure === null),
    refused: null,
    changes: [],
    children: results,
  }
}

/** Either all children take the plan over, or all stay as they were. */
export async function carryOut(plan: Plan, children: readonly SupervisedChild[]): Promise<OperationResult> {
  const before = new Map(children.map((child) => [child, child.setup]))
  const result = await replaceEach(children, (child) => child.reload(plan.setups.get(child.name)))
  if (result.ok) {
    plan.commit()
    return { ...result, changes: plan.changes }
  }
  const replaced = children.slice(0, result.children.length - 1)
  await replaceEach(replaced.toReversed(), (child) => child.reload(before.get(child)))
  plan.abandon()
  return { ...result, changes: plan.changes }
}
