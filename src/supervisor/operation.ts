import type { SupervisedChild } from './child.ts'

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
  /** Those that were started, replaced or stopped, in this order, and the one at which it ended. */
  readonly children: readonly ChildResult[]
}

export interface ChildResult {
  readonly name: string
  /** `waiting`: for what it depends on, which does not run. */
  readonly done: 'started' | 'waiting' | 'replaced' | 'stopped'
  readonly generation: number
  /** Why the next generation does not run; `null` where it does. */
  readonly failure: string | null
}

export function refused(why: string): OperationResult {
  return { ok: false, refused: why, changes: [], children: [] }
}

export function resultOf(
  children: readonly ChildResult[],
  changes: readonly ConfigChange[] = [],
): OperationResult {
  return { ok: children.every(({ failure }) => failure === null), refused: null, changes, children }
}

/** One child after the other, so that at no time more than one is in transition. Ends at the first failure. */
export async function replaceEach(
  children: readonly SupervisedChild[],
  replace: (child: SupervisedChild) => Promise<string | null>,
): Promise<OperationResult> {
  const results: ChildResult[] = []
  for (const child of children) {
    const result = await replaced(child, replace(child))
    results.push(result)
    if (result.failure !== null) break
  }
  return resultOf(results)
}

export async function replaced(child: SupervisedChild, by: Promise<string | null>): Promise<ChildResult> {
  const failure = await by
  return { name: child.name, done: 'replaced', generation: child.status().generation, failure }
}
