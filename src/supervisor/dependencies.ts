import type { Clock } from '../platform/clock.ts'
import type { SupervisedChild } from './child.ts'

type Stoppable = Pick<SupervisedChild, 'spec' | 'stop'>
type Startable = Pick<SupervisedChild, 'spec' | 'hasRun' | 'start' | 'watch'>

/**
 * Starts each child as soon as all that it depends on have run. Once: what is replaced later takes nobody with it, since
 * its clients come back by themselves. `isWanted` is asked when the time has come.
 */
export function startInOrder<Child extends Startable>(
  children: readonly Child[],
  { among, isWanted }: { among: readonly Child[]; isWanted: (child: Child) => boolean },
): void {
  for (const child of children) {
    const awaited = new Set(
      among.filter((other) => child.spec.dependsOn?.includes(other.spec.name) && !other.hasRun()),
    )
    if (awaited.size === 0) child.start()
    for (const dependency of awaited) {
      const stopWatching = dependency.watch(() => {
        if (!dependency.hasRun()) return
        stopWatching()
        awaited.delete(dependency)
        if (awaited.size === 0 && isWanted(child)) child.start()
      })
    }
  }
}

/**
 * As `stopInOrder`, and no longer than that: a process that waits for a broken disk ends for nobody. Resolves to those
 * that have not ended.
 */
export async function stopWithin<Child extends Stoppable>(
  children: readonly Child[],
  { clock, deadlineMs }: { clock: Clock; deadlineMs: number },
): Promise<readonly Child[]> {
  const left = new Set(children)
  const counted = children.map((child) => ({
    spec: child.spec,
    stop: async () => {
      await child.stop()
      left.delete(child)
    },
  }))
  const deadline = Promise.withResolvers<void>()
  const cancel = clock.after(deadlineMs, deadline.resolve)
  await Promise.race([stopInOrder(counted), deadline.promise])
  cancel()
  return [...left]
}

/** Stops each child when all that depend on it have ended; those that nobody depends on at once, side by side. */
export async function stopInOrder(children: readonly Stoppable[]): Promise<void> {
  const ends = new Map<Stoppable, Promise<void>>()
  const stop = async (child: Stoppable) => {
    const dependents = [...ends].filter(([other]) => other.spec.dependsOn?.includes(child.spec.name))
    await Promise.all(dependents.map(([, end]) => end))
    await child.stop()
  }
  // They are in start order, so what depends on a child comes before it here.
  for (const child of children.toReversed()) ends.set(child, stop(child))
  await Promise.all(ends.values())
}
