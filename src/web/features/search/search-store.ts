import { create } from 'zustand'
import type { ChatClient } from '../../../client/chat-client.ts'
import { ChatError } from '../../../client/errors.ts'
import type { RequestPayload } from '../../../protocol/requests.ts'
import type { SearchHit } from '../../../protocol/views.ts'

/** What is asked for. */
export interface Question {
  readonly q: string
  /** `null`: in all of one's rooms. */
  readonly room: string | null
  /** A person's id; `null`: from anyone. */
  readonly from: string | null
  readonly since: Since
}

export type Since = 'ever' | 'week' | 'month' | 'year'

export type Results =
  | { readonly name: 'none' }
  /** What was found before stays in sight. */
  | { readonly name: 'searching'; readonly pages: Pages }
  | {
      readonly name: 'found'
      readonly pages: Pages
      readonly cursor: string | null
      readonly isIndexing: boolean
    }
  | { readonly name: 'failed'; readonly error: unknown }

/** As they came, each with its hits, the newest first. */
type Pages = readonly (readonly SearchHit[])[]

interface Search {
  readonly question: Question
  readonly results: Results
  /** The hit that was opened last, by its message. */
  readonly opened: string | null
  /** Where the list was left, in pixels. */
  readonly scrollTop: number
}

const nothing: Search = {
  question: { q: '', room: null, from: null, since: 'ever' },
  results: { name: 'none' },
  opened: null,
  scrollTop: 0,
}

const dayMs = 86_400_000
const sinceMs: Record<Exclude<Since, 'ever'>, number> = {
  week: 7 * dayMs,
  month: 30 * dayMs,
  year: 365 * dayMs,
}

/** The last search stays until one logs out, so that Back leads to its results. */
export const useSearch = create<Search>(() => nothing)

let running: AbortController | null = null

export function ask(change: Partial<Question>): void {
  useSearch.setState(({ question }) => ({ question: { ...question, ...change } }))
}

export function rememberPlace(change: Partial<Pick<Search, 'opened' | 'scrollTop'>>): void {
  useSearch.setState(change)
}

export function forgetSearch(): void {
  running?.abort()
  useSearch.setState(nothing)
}

/** Looks for what is asked now; what was on its way for an earlier question is given up. */
export async function search(client: ChatClient): Promise<void> {
  const { question, results } = useSearch.getState()
  running?.abort()
  if (question.q.trim() === '') return useSearch.setState({ results: { name: 'none' } })
  useSearch.setState({ results: { name: 'searching', pages: pagesOf(results) }, opened: null })
  await load(client, [], null)
}

/** The next page, where there is one and nothing is on its way. */
export async function searchOn(client: ChatClient): Promise<void> {
  const { results } = useSearch.getState()
  if (results.name !== 'found' || results.cursor === null) return
  const { pages, cursor } = results
  useSearch.setState({ results: { name: 'searching', pages } })
  await load(client, pages, cursor)
}

export function pagesOf(results: Results): Pages {
  return 'pages' in results ? results.pages : []
}

/** A search that finds little stops after a while and says where: it goes on from there until there is something to show. */
async function load(client: ChatClient, before: Pages, from: string | null): Promise<void> {
  const own = (running = new AbortController())
  const { signal } = own
  try {
    let cursor = from
    do {
      const reply = await askPatiently(client, cursor, signal)
      cursor = reply.cursor ?? null
      if (reply.hits.length === 0 && cursor !== null) continue
      const pages = reply.hits.length === 0 ? before : [...before, reply.hits]
      const results: Results = { name: 'found', pages, cursor, isIndexing: reply.indexing === true }
      return useSearch.setState({ results, ...(from === null && { scrollTop: 0 }) })
    } while (!signal.aborted)
  } catch (error) {
    if (!signal.aborted) useSearch.setState({ results: { name: 'failed', error } })
  }
}

/** Typing fast may ask too often: the last question is asked again when it may be. */
async function askPatiently(client: ChatClient, cursor: string | null, signal: AbortSignal) {
  for (;;) {
    try {
      return await client.request('search', payloadOf(useSearch.getState().question, cursor), { signal })
    } catch (error) {
      if (!(error instanceof ChatError) || error.code !== 'rate_limited') throw error
      await pause(error.retryAfterMs ?? 1_000, signal)
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}

function payloadOf({ q, room, from, since }: Question, cursor: string | null): RequestPayload<'search'> {
  return {
    q,
    ...(room !== null && { room }),
    ...(from !== null && { from }),
    ...(since !== 'ever' && { after: Date.now() - sinceMs[since] }),
    ...(cursor !== null && { cursor }),
  }
}
