import { PinOff } from 'lucide-react'
import type { RoomState } from '../../../client/chat-state.ts'
import type { MessageView } from '../../../protocol/views.ts'
import { useAccount, useClient } from '../../app/chat.tsx'
import { useLayout } from '../../app/layout.ts'
import { navigate } from '../../app/route.ts'
import { SidePanel } from '../../app/side-panel.tsx'
import { Button, IconButton } from '../../controls/button.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useFormat, useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { useToday } from '../../i18n/use-today.ts'
import { isSilent } from '../composer/silence.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import { namesCalling } from '../messages/mentions.ts'
import { MessageText } from '../messages/message-text.tsx'
import { senderOf } from '../messages/sender.ts'
import { Seal } from '../people/seal.tsx'
import { pinMessage } from './pin-message.ts'
import styles from './pins-panel.module.css'
import { usePins } from './use-pins.ts'

/** What a room wants to keep in sight. */
export function PinsPanel({ state: { room } }: { state: RoomState }) {
  const text = useText()
  const { messages, failure } = usePins(room.id)
  return (
    <SidePanel title={text.pins.title} count={messages?.length || undefined}>
      {failure !== null && messages === null && <FormNotice problem={errorText(text, failure)} />}
      {messages?.length === 0 && (
        <div className={styles.none}>
          <p>{text.pins.none}</p>
          <p>{text.pins.noneHint}</p>
        </div>
      )}
      <ul className={styles.list}>
        {(messages ?? []).map((message) => (
          <Pinned key={message.message_id} message={message} mayUnpin={!isSilent(room)} />
        ))}
      </ul>
    </SidePanel>
  )
}

function Pinned({ message, mayUnpin }: { message: MessageView; mayUnpin: boolean }) {
  const text = useText()
  const format = useFormat()
  const client = useClient()
  const account = useAccount()
  const layout = useLayout()
  const today = useToday()
  const sender = senderOf(message, account, text)
  const go = () => navigate({ at: message.n, ...(layout !== 'wide' && { over: null }) })
  return (
    <li className={styles.pin}>
      <div className={styles.head}>
        <Seal userId={sender.id} name={sender.name} side={20} isYou={sender.isYou} />
        <p className={styles.name} title={sender.name} lang={languageOf(sender.name)}>
          {sender.name}
        </p>
        <time
          className={styles.time}
          dateTime={new Date(message.ts).toISOString()}
          title={format.full(message.ts)}
        >
          {format.brief(message.ts, today)}
        </time>
      </div>
      <div className={styles.text}>
        {message.text === '' ? (
          <p>{text.message.pictures(message.images.length)}</p>
        ) : (
          <MessageText text={message.text} calledNames={namesCalling(message, account)} />
        )}
      </div>
      <div className={styles.actions}>
        <Button look="quiet" onClick={go}>
          {text.pins.go}
        </Button>
        {mayUnpin && (
          // A toast says how it went.
          <IconButton label={text.pins.unpin} onClick={() => void pinMessage(client, text, message)}>
            <PinOff size={16} aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </li>
  )
}
