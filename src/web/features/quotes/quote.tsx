import type { QuoteView } from '../../../protocol/views.ts'
import { useChatState } from '../../app/chat.tsx'
import { navigate } from '../../app/route.ts'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { useRowTabIndex } from '../messages/row-focus.ts'
import { withoutMarks } from '../messages/without-marks.ts'
import { personName } from '../people/person-name.ts'
import styles from './quote.module.css'
import { QuotedPicture } from './quoted-picture.tsx'

/** What a message answers, in one line; pressed, it leads there. */
export function Quote({ quote }: { quote: QuoteView }) {
  const text = useText()
  const tabIndex = useRowTabIndex()
  const isDeleted = quote.deleted === true
  const name = personName(quote.sender_name, text)
  const words = isDeleted ? text.quote.deleted : wordsOf(quote, text.quote.picture)
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      className={styles.quote}
      title={text.quote.jump(name)}
      onClick={() => navigate({ at: quote.n })}
    >
      <span className={styles.name} lang={languageOf(name)}>
        {name}
      </span>
      {!isDeleted && <QuotedPicture thumbUrl={quote.thumb_url} isNamed={quote.text === ''} />}
      <span className={`${styles.words} ${isDeleted ? styles.gone : ''}`} lang={languageOf(words)}>
        {words}
      </span>
    </button>
  )
}

/** Of a message that the page shows already; nothing where it does not. */
export function QuoteOfShown({ room, messageId }: { room: string; messageId: string }) {
  const entry = useChatState((state) =>
    state.rooms
      .get(room)
      ?.entries.find((each) => each.kind === 'message' && each.message.message_id === messageId),
  )
  if (entry?.kind !== 'message') return null
  const { message_id, n, sender_name, text, images, deleted = false } = entry.message
  const [image] = images
  const picture = image === undefined ? { has_image: false } : { has_image: true, thumb_url: image.thumb_url }
  return <Quote quote={{ message_id, n, sender_name, text, deleted, ...picture }} />
}

function wordsOf({ text, has_image }: QuoteView, picture: string): string {
  return text === '' && has_image ? picture : withoutMarks(text)
}
