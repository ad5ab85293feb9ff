import type { SearchHit } from '../../../protocol/views.ts'
import { useAccount } from '../../app/chat.tsx'
import { useFormat, useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { senderOf } from '../messages/sender.ts'
import { Seal } from '../people/seal.tsx'
import styles from './hit-row.module.css'
import { MarkedText } from './marked-text.tsx'
import { plainSnippet } from './plain-snippet.ts'

interface Props {
  hit: SearchHit
  id: string
  /** The one that Enter opens. */
  isChosen: boolean
  today: number
  onOpen: () => void
}

/** A message that was found: who, when, and the words around what was searched for. */
export function HitRow({ hit, id, isChosen, today, onOpen }: Props) {
  const { message } = hit
  const account = useAccount()
  const text = useText()
  const format = useFormat()
  const sender = senderOf(message, account, text)
  const [image] = message.images
  const { snippet, marks } = plainSnippet(hit)
  return (
    // Its keys are the field's, which names it as its active descendant.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      className={styles.row}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onOpen}
    >
      <Seal userId={sender.id} name={sender.name} isYou={sender.isYou} side={24} />
      <div className={styles.words}>
        <p className={styles.head}>
          <span
            className={`${styles.name} ${sender.isYou ? styles.you : ''}`}
            title={sender.name}
            lang={languageOf(sender.name)}
          >
            {sender.name}
          </span>
          <time
            className={styles.time}
            dateTime={new Date(message.ts).toISOString()}
            title={format.full(message.ts)}
          >
            {format.brief(message.ts, today)}
          </time>
        </p>
        <p className={styles.snippet} lang={languageOf(snippet)}>
          <MarkedText text={snippet} marks={marks} />
        </p>
        {image !== undefined && (
          <img className={styles.picture} src={image.thumb_url} alt="" loading="lazy" />
        )}
      </div>
    </div>
  )
}
