import { useSyncExternalStore } from 'react'

/** Where one is: a room or the list of rooms, with what lies over it. It lives in the fragment, so any server will do. */
export interface Route {
  room: string | null
  over: 'members' | null
  /** The picture that is open, by id. */
  picture: string | null
}

export function parseRoute(fragment: string): Route {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''))
  return {
    room: fields.get('room'),
    over: fields.get('over') === 'members' ? 'members' : null,
    picture: fields.get('picture'),
  }
}

export function formatRoute({ room, over, picture }: Route): string {
  const fields = Object.entries({ room, over, picture }).flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${encodeURIComponent(value)}`],
  )
  return fields.length === 0 ? '' : `#${fields.join('&')}`
}

let cached: { fragment: string; route: Route } | null = null

export function currentRoute(): Route {
  if (cached?.fragment !== location.hash)
    cached = { fragment: location.hash, route: parseRoute(location.hash) }
  return cached.route
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute)
}

/** Goes somewhere as a new entry of the browser's history, so that its Back button leads here again. */
export function navigate(change: Partial<Route>): void {
  const target = { ...currentRoute(), ...change }
  if (formatRoute(target) === formatRoute(currentRoute())) return
  history.pushState({ depth: depth() + 1 }, '', addressOf(target))
  announce()
}

export function replaceRoute(change: Partial<Route>): void {
  history.replaceState(history.state, '', addressOf({ ...currentRoute(), ...change }))
  announce()
}

/** Back to where one came from; to `fallback` where the page was opened right here. */
export function goBack(fallback: Partial<Route>): void {
  if (depth() > 0) history.back()
  else replaceRoute(fallback)
}

/** An empty fragment would leave the one before. */
function addressOf(route: Route): string {
  return formatRoute(route) || location.pathname
}

function depth(): number {
  const state = history.state as { depth?: number } | null
  return state?.depth ?? 0
}

const listeners = new Set<() => void>()

function announce(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  window.addEventListener('hashchange', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
    window.removeEventListener('hashchange', listener)
  }
}
