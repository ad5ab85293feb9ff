import { SmilePlus } from 'lucide-react'
import type { MessageView } from '../../../protocol/views.ts'
import { useAccount, useClient } from '../../app/chat.tsx'
import { Sheet } from '../../controls/sheet.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { useRecentEmoji } from '../emoji/recent-emoji.ts'
import { setReaction } from '../reactions/pending-reactions.ts'
import { reactionCounts } from '../reactions/reaction-counts.ts'
import { useReactedNames } from '../reactions/use-reacted-names.ts'
import { showToast } from '../toasts/toasts.ts'
import styles from './actions-sheet.module.css'
import { closeActions, openActions } from './open-actions.ts'
import { useMessageActions } from './use-message-actions.ts'

/** On touch: quick reactions, who reacted, and all that can be done. */
export function ActionsSheet({ message, anchor }: { message: MessageView; anchor: HTMLElement }) {
  const text = useText()
  const actions = useMessageActions(message).filter(({ id }) => id !== 'react')
  return (
    <Sheet label={text.actions.label} onClose={closeActions}>
      <QuickReactions message={message} />
      <WhoReacted message={message} />
      <ul className={styles.actions}>
        {actions.map(({ id, label, icon: Icon, act, isDanger }) => (
          <li key={id} className={isDanger ? styles.danger : undefined}>
            <button
              type="button"
              className={styles.action}
              onClick={() => {
                closeActions()
                act(anchor)
              }}
            >
              <Icon size={18} aria-hidden="true" />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

function QuickReactions({ message }: { message: MessageView }) {
  const text = useText()
  const client = useClient()
  const account = useAccount()
  const recent = useRecentEmoji(6)
  const react = (emoji: string, on: boolean) => {
    closeActions()
    setReaction(client, message, { emoji, on }).catch((error: unknown) =>
      showToast(errorText(text, error), 'problem'),
    )
  }
  return (
    <div className={styles.quick}>
      {recent.map((emoji) => {
        const isYours = message.reactions?.[emoji]?.includes(account.user_id) ?? false
        return (
          <button
            key={emoji}
            type="button"
            className={`${styles.emoji} ${isYours ? styles.yours : ''}`}
            aria-pressed={isYours}
            onClick={() => react(emoji, !isYours)}
          >
            {emoji}
          </button>
        )
      })}
      <button
        type="button"
        className={styles.emoji}
        aria-label={text.reactions.add}
        onClick={() => openActions({ kind: 'picker', message, anchor: null })}
      >
        <SmilePlus size={20} aria-hidden="true" />
      </button>
    </div>
  )
}

function WhoReacted({ message }: { message: MessageView }) {
  const account = useAccount()
  const names = useReactedNames(message.room)
  const reactions = reactionCounts(message, {}, account.user_id)
  if (reactions.length === 0) return null
  return (
    <ul className={styles.who}>
      {reactions.map((reaction) => (
        <li key={reaction.emoji}>
          <span>{reaction.emoji}</span>
          <span>{names.say(reaction)}</span>
        </li>
      ))}
    </ul>
  )
}
