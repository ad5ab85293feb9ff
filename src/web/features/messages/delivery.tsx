import { CircleAlert, Clock } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Delivery } from '../../../client/chat-state.ts'
import type { ChatError } from '../../../client/errors.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import styles from './delivery.module.css'

/** Most messages are there sooner; a clock that flashes by would only worry. */
const quietMs = 400

/** How a message of one's own fares, in the column where its time will stand. */
export function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const text = useText()
  const isLive = useChatState((state) => state.connection.name === 'live')
  const isLate = useLate()
  if (delivery.name === 'failed')
    return <CircleAlert className={styles.failed} size={15} aria-hidden="true" />
  if (!isLate) return null
  if (!isLive) return <span>{text.message.waiting}</span>
  return (
    <span className={styles.clock} title={text.message.sending}>
      <Clock size={14} aria-hidden="true" />
      <span className="visually-hidden">{text.message.sending}</span>
    </span>
  )
}

/** Why it was refused, and what can be done; it stays on the message. */
export function DeliveryNote({ messageId, error }: { messageId: string; error: ChatError }) {
  const text = useText()
  const client = useClient()
  return (
    <p className={styles.note}>
      <span className={styles.reason}>{text.message.notSent(errorText(text, error))}</span>
      {/* Both are written to the outbox; how they fare shows in the log. */}
      <button type="button" className={styles.again} onClick={() => void client.retry(messageId)}>
        {text.message.tryAgain}
      </button>
      <button type="button" className={styles.remove} onClick={() => void client.discard(messageId)}>
        {text.message.remove}
      </button>
    </p>
  )
}

function useLate(): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), quietMs)
    return () => clearTimeout(timer)
  }, [])
  return isLate
}
