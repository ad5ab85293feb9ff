import type { SupervisedChild } from './child.ts'
import type { ChildSetup } from './child-spec.ts'

/** The children that there are. A reload may add and remove programs. */
export interface Roster {
  /** In start order. */
  list(): readonly SupervisedChild[]
  find(name: string): SupervisedChild | undefined
  /** Last in order, not started, and on trial until it is kept. */
  add(setup: ChildSetup): SupervisedChild
  isOnTrial(child: SupervisedChild): boolean
  /** Those that are named, in this order; the others are forgotten, and must have stopped. */
  keep(names: readonly string[]): void
}

export interface RosterOptions {
  readonly setups: readonly ChildSetup[]
  readonly make: (setup: ChildSetup) => SupervisedChild
}

export function createRoster({ setups, make }: RosterOptions): Roster {
  let children = setups.map(make)
  let kept = new Set(children)
  const find = (name: string) => children.find((child) => child.name === name)

  function add(setup: ChildSetup): SupervisedChild {
    const child = make(setup)
    children = [...children, child]
    return child
  }

  return {
    list: () => children,
    find,
    add,
    isOnTrial: (child) => !kept.has(child),
    keep: (names) => {
      children = names.flatMap((name) => find(name) ?? [])
      kept = new Set(children)
    },
  }
}
