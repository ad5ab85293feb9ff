import { watch } from 'chokidar'
import type { Clock } from '../platform/clock.ts'

export interface WatchOptions {
  /** What each child is made of: its programs in folders, and files by their names. Nothing else is looked at. */
  readonly paths: ReadonlyMap<string, readonly string[]>
  readonly debounceMs: number
  readonly clock: Clock
  readonly onChange: (child: string) => void
}

/**
 * Says which child's program has changed, once for a burst of changes. Resolves when it watches; returns its end.
 * Tests are no part of a program.
 */
export async function startWatcher(options: WatchOptions): Promise<() => Promise<void>> {
  const { paths, debounceMs, clock, onChange } = options
  const pending = new Map<string, () => void>()
  const watched = [...new Set([...paths.values()].flat())]
  const watcher = watch(watched, {
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !isProgram(path) && !watched.includes(path),
  })

  watcher.on('all', (_event, changed) => {
    for (const [child, own] of paths) {
      if (!own.some((path) => changed === path || changed.startsWith(`${path}/`))) continue
      pending.get(child)?.()
      pending.set(
        child,
        clock.after(debounceMs, () => {
          pending.delete(child)
          onChange(child)
        }),
      )
    }
  })
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()))

  return async () => {
    for (const cancel of pending.values()) cancel()
    await watcher.close()
  }
}

function isProgram(path: string): boolean {
  return /\.(ts|js|sql)$/.test(path) && !/\.(test|d)\.ts$/.test(path)
}
