import type { SupervisedChild } from './child.ts'

type Startable = Pick<SupervisedChild, 'spec' | 'state' | 'start' | 'watch'>

/**
 * Starts each child as soon as all that it depends on have run. Once: what is replaced later takes nobody with it, since
 * its clients come back by themselves.
 */
export function startInOrder(children: readonly Startable[], isEnding: () => boolean): void {
  for (const child of children) {
    const awaited = new Set(children.filter(({ spec }) => child.spec.dependsOn?.includes(spec.name)))
    if (awaited.size === 0) child.start()
    for (const dependency of awaited) {
      const stopWatching = dependency.watch(() => {
        if (dependency.state.name !== 'running') return
        stopWatching()
        awaited.delete(dependency)
        if (awaited.size === 0 && !isEnding()) child.start()
      })
    }
  }
}
