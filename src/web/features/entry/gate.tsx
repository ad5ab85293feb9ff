import { useCallback, useEffect, useState } from 'react'
import type { ClientConfig } from '../../../protocol/http.ts'
import { useClient } from '../../app/chat.tsx'
import { Entry } from './entry.tsx'
import type { Invitation } from './invitation.ts'
import { Waiting } from './waiting.tsx'

type Place = { name: 'loading' } | { name: 'unreachable' } | { name: 'here'; config: ClientConfig }

/** Asks the place who may come in, and lets them. */
export function Gate({ invitation, notice }: { invitation: Invitation | null; notice: string | null }) {
  const client = useClient()
  const [place, setPlace] = useState<Place>({ name: 'loading' })
  const look = useCallback(
    (signal?: AbortSignal) => {
      client.loadConfig(signal === undefined ? {} : { signal }).then(
        (config) => setPlace({ name: 'here', config }),
        () => {
          if (signal?.aborted !== true) setPlace({ name: 'unreachable' })
        },
      )
    },
    [client],
  )
  useEffect(() => {
    const abort = new AbortController()
    look(abort.signal)
    return () => abort.abort()
  }, [look])
  useEffect(() => {
    if (place.name === 'here') document.title = place.config.place_name
  }, [place])

  if (place.name !== 'here') return <Waiting isUnreachable={place.name === 'unreachable'} onTry={look} />
  return <Entry config={place.config} invitation={invitation} notice={notice} onLookAgain={look} />
}
