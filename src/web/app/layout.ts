import { useSyncExternalStore } from 'react'

export type Layout = 'compact' | 'medium' | 'wide'

const compact = '(width < 720px)'
const wide = '(width >= 1100px)'

/** How many panes stand side by side. */
export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, read)
}

function read(): Layout {
  if (matchMedia(compact).matches) return 'compact'
  return matchMedia(wide).matches ? 'wide' : 'medium'
}

function subscribe(listener: () => void): () => void {
  const queries = [matchMedia(compact), matchMedia(wide)]
  for (const query of queries) query.addEventListener('change', listener)
  return () => {
    for (const query of queries) query.removeEventListener('change', listener)
  }
}
