import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * For a process that lives long and does little: V8 would let its nursery grow to 48 MB and, once it has, keeps that. To
 * be called before anything else is done. `--max-semi-space-size` says the same to a process that is yet to be started.
 */
export function keepNurserySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** Gives back what is not needed any more: a young process would not collect all of its heap for hours. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collect()
}
