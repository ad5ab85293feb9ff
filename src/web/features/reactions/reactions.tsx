import { SmilePlus } from 'lucide-react'
import { useState } from 'react'
import type { MessageView } from '../../../protocol/views.ts'
import { useAccount, useClient } from '../../app/chat.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { openActions } from '../actions/open-actions.ts'
import { useRowTabIndex } from '../messages/row-focus.ts'
import { showToast } from '../toasts/toasts.ts'
import { setReaction, usePendingReactions } from './pending-reactions.ts'
import { type ReactionCount, reactionCounts } from './reaction-counts.ts'
import styles from './reactions.module.css'
import { useReactedNames } from './use-reacted-names.ts'

const maxShown = 8

/** How a message was received: press one to join in, or to take yours back. */
export function Reactions({ message }: { message: MessageView }) {
  const text = useText()
  const account = useAccount()
  const tabIndex = useRowTabIndex()
  const pending = usePendingReactions(message.message_id)
  const names = useReactedNames(message.room)
  const [showsAll, setShowsAll] = useState(false)
  const all = reactionCounts(message, pending, account.user_id)
  if (all.length === 0) return null
  const shown = showsAll ? all : all.slice(0, maxShown)
  const hidden = all.length - shown.length
  return (
    <ul className={styles.reactions} aria-label={text.reactions.label}>
      {shown.map((reaction) => (
        <li key={reaction.emoji}>
          <Reaction message={message} reaction={reaction} who={names.say(reaction)} onLook={names.ask} />
        </li>
      ))}
      {hidden > 0 && (
        <li>
          <button
            type="button"
            tabIndex={tabIndex}
            className={styles.reaction}
            aria-label={text.reactions.showAll(hidden)}
            onClick={() => setShowsAll(true)}
          >
            +{hidden}
          </button>
        </li>
      )}
      <li>
        <button
          type="button"
          tabIndex={tabIndex}
          className={`${styles.reaction} ${styles.add}`}
          aria-label={text.reactions.add}
          title={text.reactions.add}
          onClick={({ currentTarget }) => openActions({ kind: 'picker', message, anchor: currentTarget })}
        >
          <SmilePlus size={15} aria-hidden="true" />
        </button>
      </li>
    </ul>
  )
}

interface ReactionProps {
  message: MessageView
  reaction: ReactionCount
  who: string
  /** Somebody wants to know who they are. */
  onLook: () => void
}

function Reaction({ message, reaction, who, onLook }: ReactionProps) {
  const text = useText()
  const client = useClient()
  const tabIndex = useRowTabIndex()
  const { emoji, count, isYours } = reaction
  const toggle = () => {
    setReaction(client, message, { emoji, on: !isYours }).catch((error: unknown) =>
      showToast(errorText(text, error), 'problem'),
    )
  }
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      className={`${styles.reaction} ${isYours ? styles.yours : ''}`}
      aria-pressed={isYours}
      aria-label={text.reactions.button(emoji, count, who)}
      onPointerEnter={onLook}
      onFocus={onLook}
      onClick={toggle}
    >
      <span className={styles.emoji}>{emoji}</span>
      <span className={styles.count}>{count}</span>
      <span className={styles.who} aria-hidden="true">
        {who}
      </span>
    </button>
  )
}
