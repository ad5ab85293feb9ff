import { useSyncExternalStore } from 'react'

/** What may lie beside or over a conversation; one at a time. */
const panels = ['members', 'pins', 'search'] as const
export type Panel = (typeof panels)[number]

/** Where one is: a room or the list of rooms, with what lies over it. It lives in the fragment, so any server will do. */
export interface Route {
  room: string | null
  over: Panel | null
  /** The picture that is open, by id. */
  picture: string | null
  /** The message to go to, by its number in the room; forgotten once one is there. */
  at: number | null
}

export function parseRoute(fragment: string): Route {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''))
  return {
    room: fields.get('room'),
    over: panels.find((panel) => panel === fields.get('over')) ?? null,
    picture: fields.get('picture'),
    at: numberOf(fields.get('at')),
  }
}

export function formatRoute({ room, over, picture, at }: Route): string {
  const fields = Object.entries({ room, over, picture, at }).flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${encodeURIComponent(value)}`],
  )
  return fields.length === 0 ? '' : `#${fields.join('&')}`
}

/** What to give to others, so that they come to this message. */
export function messageAddress(room: string, n: number): string {
  return `${location.origin}${location.pathname}${formatRoute({ room, over: null, picture: null, at: n })}`
}

/** Where an address of this place leads; `null` for every other. */
export function routeOf(address: string): Route | null {
  const { origin, pathname, hash } = new URL(address, location.href)
  if (origin !== location.origin || pathname !== location.pathname) return null
  const route = parseRoute(hash)
  return route.room === null ? null : route
}

function numberOf(field: string | null): number | null {
  return field !== null && /^[1-9][0-9]{0,14}$/.test(field) ? Number(field) : null
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
  const target = changedBy(change)
  if (formatRoute(target) === formatRoute(currentRoute())) return
  history.pushState({ depth: depth() + 1 }, '', addressOf(target))
  announce()
}

export function replaceRoute(change: Partial<Route>): void {
  history.replaceState(history.state, '', addressOf(changedBy(change)))
  announce()
}

/** Back to where one came from; to `fallback` where the page was opened right here. */
export function goBack(fallback: Partial<Route>): void {
  if (depth() > 0) history.back()
  else replaceRoute(fallback)
}

/** What was looked for in one room is not to be found in another. */
function changedBy(change: Partial<Route>): Route {
  const route = currentRoute()
  const isElsewhere = change.room !== undefined && change.room !== route.room
  return { ...route, ...(isElsewhere && { at: null }), ...change }
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
