export interface Watchers {
  /** Calls back after every change, until the returned function is called. */
  watch(watcher: () => void): () => void
  tell(): void
  /** Resolves once the condition holds, now or after a change. */
  until(condition: () => boolean): Promise<void>
}

/** Those who want to know when something is another. */
export function createWatchers(): Watchers {
  const watchers = new Set<() => void>()

  function watch(watcher: () => void): () => void {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  }

  function tell(): void {
    for (const watcher of [...watchers]) watcher()
  }

  function until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return
        stop()
        resolve()
      }
      const stop = watch(check)
      check()
    })
  }

  return { watch, tell, until }
}
