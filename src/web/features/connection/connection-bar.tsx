import { CircleAlert, RotateCw, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ClosedReason } from '../../../client/connection-state.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './connection-bar.module.css'
import { useIsCut } from './use-connection.ts'

/** Under the header while there is no connection; a cut of a moment is nobody's business. */
export function ConnectionBar() {
  const isCut = useIsCut()
  const connection = useChatState((state) => state.connection)
  if (!isCut || connection.name === 'live') return <div role="status" />
  return (
    <div className={styles.place} role="status">
      {connection.name === 'waiting' || connection.name === 'offline' ? (
        <Pause retryAtMs={connection.retryAtMs} isOffline={connection.name === 'offline'} />
      ) : connection.name === 'closed' ? (
        <Closed reason={connection.reason} />
      ) : (
        <Retrying />
      )}
    </div>
  )
}

/** Nothing happens by itself any more; the page and the server do not understand each other. */
function Closed({ reason }: { reason: ClosedReason }) {
  const text = useText()
  const client = useClient()
  return (
    <p className={`${styles.bar} ${styles.offline}`}>
      <CircleAlert size={15} aria-hidden="true" />
      <span>{reason === 'unsupported' ? text.errors.unsupported_protocol : text.errors.bad_json}</span>
      <button type="button" className={styles.now} onClick={() => client.connect()}>
        {text.connection.tryNow}
      </button>
    </p>
  )
}

function Retrying() {
  const text = useText()
  return (
    <p className={styles.bar}>
      <RotateCw size={15} aria-hidden="true" />
      <span>{text.connection.retrying}</span>
    </p>
  )
}

function Pause({ retryAtMs, isOffline }: { retryAtMs: number; isOffline: boolean }) {
  const text = useText()
  const client = useClient()
  const seconds = useSecondsUntil(retryAtMs)
  const waiting = useWaitingMessages()
  return (
    <p className={`${styles.bar} ${isOffline ? styles.offline : ''}`}>
      {isOffline ? <WifiOff size={15} aria-hidden="true" /> : <RotateCw size={15} aria-hidden="true" />}
      <span>
        {isOffline ? text.connection.offline(waiting) : text.connection.retrying}
        {/* A number that changes each second is not read aloud. */}
        {!isOffline && <span aria-hidden="true"> {text.connection.nextTry(seconds)}</span>}
      </span>
      <button type="button" className={styles.now} onClick={() => client.connect()}>
        {text.connection.tryNow}
      </button>
    </p>
  )
}

function useWaitingMessages(): number {
  return useChatState((state) => {
    let waiting = 0
    for (const room of state.rooms.values()) {
      for (const entry of room.entries) {
        if (entry.kind === 'outgoing' && entry.message.delivery.name === 'waiting') waiting += 1
      }
    }
    return waiting
  })
}

function useSecondsUntil(timeMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return Math.max(1, Math.ceil((timeMs - nowMs) / 1000))
}
