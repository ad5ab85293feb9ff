import { Pin } from 'lucide-react'
import { memo } from 'react'
import type { AccountState } from '../../../client/chat-state.ts'
import { useFormat, useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { PersonButton } from '../members/person-button.tsx'
import { Seal } from '../people/seal.tsx'
import { SentPictures } from '../pictures/sent-pictures.tsx'
import { Quote, QuoteOfShown } from '../quotes/quote.tsx'
import { Reactions } from '../reactions/reactions.tsx'
import { DeliveryMark, DeliveryNote } from './delivery.tsx'
import { namesCalling } from './mentions.ts'
import styles from './message-row.module.css'
import { MessageText } from './message-text.tsx'
import { senderOf } from './sender.ts'
import type { TimelineRow } from './timeline.ts'

interface Props {
  row: Extract<TimelineRow, { kind: 'message' }>
  account: AccountState
}

/** One message: its seal at the left, its words, and what is to be known about it at the right. */
export const MessageRow = memo(function MessageRow({ row, account }: Props) {
  const text = useText()
  const format = useFormat()
  const { message, startsGroup, showsTime } = row
  const sender = senderOf(message, account, text)
  const delivery = 'delivery' in message ? message.delivery : null
  const calledNames = namesCalling(message, account)
  const isForYou = !sender.isYou && calledNames !== ''
  const isDeleted = 'deleted' in message && message.deleted === true
  const isEdited = 'edited_ts' in message && message.edited_ts !== undefined && !isDeleted
  return (
    <article
      className={`${styles.row} ${startsGroup ? styles.first : ''} ${isForYou ? styles.forYou : ''}`}
      data-delivery={delivery?.name}
      aria-label={text.message.arrived(sender.name, format.time(message.ts))}
    >
      <div className={styles.margin}>
        {startsGroup && (
          <PersonButton
            room={message.room}
            person={{ user_id: sender.id, display_name: sender.name }}
            className={styles.sealButton ?? ''}
            isForPointer
          >
            <RowSeal id={sender.id} name={sender.name} isYou={sender.isYou} />
          </PersonButton>
        )}
      </div>
      <div className={styles.body}>
        {startsGroup && (
          <p className={`${styles.name} ${sender.isYou ? styles.you : ''}`} lang={languageOf(sender.name)}>
            {sender.name}
          </p>
        )}
        {isDeleted && <p className={styles.deleted}>{text.message.deleted(sender.name)}</p>}
        <Answered message={message} />
        {message.text !== '' && (
          <MessageText text={message.text} calledNames={calledNames} isEdited={isEdited} />
        )}
        <SentPictures images={message.images} senderName={sender.name} />
        {isEdited && message.text === '' && <p className={styles.edited}>{text.message.edited}</p>}
        {'pinned' in message && message.pinned === true && (
          <p className={styles.pinned}>
            <Pin size={12} aria-hidden="true" />
            {text.pins.pinned}
          </p>
        )}
        {'message_id' in message && !isDeleted && <Reactions message={message} />}
        {delivery?.name === 'failed' && (
          <DeliveryNote messageId={message.client_msg_id} error={delivery.error} />
        )}
      </div>
      <div className={styles.about}>
        {delivery === null || delivery.name === 'sent' ? (
          <time
            className={showsTime ? styles.time : styles.quietTime}
            dateTime={new Date(message.ts).toISOString()}
            title={format.full(message.ts)}
          >
            {format.time(message.ts)}
          </time>
        ) : (
          <DeliveryMark delivery={delivery} />
        )}
      </div>
    </article>
  )
}, isSame)

/** Rows are laid out anew whenever something in the room changes; most of them come out the same. */
function isSame(before: Props, after: Props): boolean {
  return (
    before.account === after.account &&
    before.row.message === after.row.message &&
    before.row.startsGroup === after.row.startsGroup &&
    before.row.showsTime === after.row.showsTime
  )
}

/** What is still on its way knows only which message it answers. */
function Answered({ message }: { message: Props['row']['message'] }) {
  if ('reply' in message && message.reply !== undefined) return <Quote quote={message.reply} />
  if (!('delivery' in message) || message.reply_to === undefined) return null
  return <QuoteOfShown room={message.room} messageId={message.reply_to} />
}

function RowSeal(person: { id: string; name: string; isYou: boolean }) {
  return (
    <>
      <span className={styles.sealWide}>
        <Seal userId={person.id} name={person.name} isYou={person.isYou} side={36} />
      </span>
      <span className={styles.sealCompact}>
        <Seal userId={person.id} name={person.name} isYou={person.isYou} side={32} />
      </span>
    </>
  )
}
