import { useEffect, useState } from 'react'
import { useAccount, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { withoutMarks } from './without-marks.ts'

/** A busy room is read out at this pace at most; what comes between is not queued. */
const pauseMs = 1_000
const longest = 200

/** Reads new messages of the open room aloud. The log itself is silent: scrolling mounts its rows again and again. */
export function Announcer({ open }: { open: string | null }) {
  const text = useText()
  const client = useClient()
  const account = useAccount()
  const [said, setSaid] = useState('')
  useEffect(() => {
    let quietUntilMs = 0
    return client.on('message', (message) => {
      if (message.room !== open || message.sender_id === account.user_id) return
      if (performance.now() < quietUntilMs) return
      quietUntilMs = performance.now() + pauseMs
      const words =
        message.text === '' ? text.message.pictures(message.images.length) : withoutMarks(message.text)
      setSaid(text.message.arrived(message.sender_name, words.slice(0, longest)))
    })
  }, [client, open, account.user_id, text])
  return (
    <p className="visually-hidden" aria-live="polite">
      {said}
    </p>
  )
}
