import { useEffect, useState } from 'react'
import { errorText } from '../i18n/error-text.ts'
import { useText } from '../i18n/language.tsx'
import { useChatState, useClient } from './chat.tsx'

type Ending = 'logout' | 'revoked' | 'disabled' | 'password' | 'removed'

/** Why one is outside again; `null` for who just came. */
export function useSessionNotice(): string | null {
  const text = useText()
  const client = useClient()
  const connection = useChatState((state) => state.connection)
  const [ending, setEnding] = useState<Ending | null>(null)
  useEffect(() => client.on('session_revoked', ({ reason }) => setEnding(reason)), [client])
  useEffect(
    () =>
      client.on('connection', ({ name }) => {
        if (name === 'live') setEnding(null)
      }),
    [client],
  )

  if (ending !== null) return text.entry.sessionEnded[ending]
  if (connection.name !== 'closed') return null
  if (connection.reason === 'revoked') return text.entry.sessionEnded.revoked
  if (connection.reason === 'banned') return text.errors.account_disabled
  if (connection.reason === 'unsupported') return text.errors.unsupported_protocol
  if (connection.reason === 'faulty') return text.errors.bad_json
  // What a form was refused stands in the form.
  return connection.error?.code === 'account_disabled' ? errorText(text, connection.error) : null
}
