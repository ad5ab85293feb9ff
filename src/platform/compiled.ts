import module from 'node:module'
import path from 'node:path'

/**
 * For our own programs: they find what V8 made of the sources where this process does, which halves the time that they
 * need to start. Empty where this process keeps none.
 */
export function compiledEnvironment(): Record<string, string> {
  // A folder for each version and user is made below the one that is set.
  const folder = module.getCompileCacheDir?.()
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: path.dirname(folder) }
}

/** Node writes what it compiled when a process ends, which a server does late, or never: now is better. */
export function keepCompiled(): void {
  module.flushCompileCache?.()
}
