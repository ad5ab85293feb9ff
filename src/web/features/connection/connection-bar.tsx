import { CircleAlert, RotateCw, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ClosedReason } from '../../../client/connection-state.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './connection-bar.module.css'
import { useIsCut, useIsOnline } from './use-connection.ts'

/** Under the header while there is no connection; a cut of a moment is nobody's business. */
export function ConnectionBar() {
  const isCut = useIsCut()
  const isOnline = useIsOnline()
  const connection = useChatState((state) => state.connection)
  if (!isCut || connection.name === 'live') return <div role="status" />
  return (
    <div className={styles.place} role="status">
      {connection.name === 'closed' ? (
        <Closed reason={connection.reason} />
      ) : connection.name === 'offline' || !isOnline ? (
        <Offline />
      ) : connection.name === 'waiting' ? (
        <Pause retryAtMs={connection.retryAtMs} />
      ) : (
        <Retrying />
      )}
    </div>
  )
}

/** Nothing happens by itself any more; the page and the server do not understand each other. */
function Closed({ reason }: { reason: ClosedReason }) {
  const text = useText()
  return (
    <p className={`${styles.bar} ${styles.offline}`}>
      <CircleAlert size={15} aria-hidden="true" />
      <span>{reason === 'unsupported' ? text.errors.unsupported_protocol : text.errors.bad_json}</span>
      <TryNow />
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

/** It says the same while a try is made, which without a network is over in a moment. */
function Offline() {
  const text = useText()
  const waiting = useWaitingMessages()
  return (
    <p className={`${styles.bar} ${styles.offline}`}>
      <WifiOff size={15} aria-hidden="true" />
      <span>{text.connection.offline(waiting)}</span>
      <TryNow />
    </p>
  )
}

function Pause({ retryAtMs }: { retryAtMs: number }) {
  const text = useText()
  const seconds = useSecondsUntil(retryAtMs)
  return (
    <p className={styles.bar}>
      <RotateCw size={15} aria-hidden="true" />
      <span>
        {text.connection.retrying}
        {/* A number that changes each second is not read aloud. */}
        <span aria-hidden="true"> {text.connection.nextTry(seconds)}</span>
      </span>
      <TryNow />
    </p>
  )
}

function TryNow() {
  const text = useText()
  const client = useClient()
  return (
    <button type="button" className={styles.now} onClick={() => client.connect()}>
      {text.connection.tryNow}
    </button>
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
