import { useEffect, useState } from 'react'
import type { UserView } from '../../../protocol/views.ts'
import { useClient } from '../../app/chat.tsx'

/** Typing asks the server at most so often. */
const pauseMs = 200

/** Whose name begins with `query`; everybody's first twenty for an empty one. */
export function useUsers(query: string): { users: readonly UserView[] | null; failure: unknown } {
  const client = useClient()
  const [answer, setAnswer] = useState<{ users: readonly UserView[] | null; failure: unknown }>({
    users: null,
    failure: null,
  })
  useEffect(() => {
    const abort = new AbortController()
    const timer = setTimeout(() => {
      client
        .request('users', { q: query.trim().slice(0, 64) }, { signal: abort.signal })
        .then(({ users }) => setAnswer({ users, failure: null }))
        .catch((failure: unknown) => {
          if (!abort.signal.aborted) setAnswer({ users: null, failure })
        })
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, query])
  return answer
}
