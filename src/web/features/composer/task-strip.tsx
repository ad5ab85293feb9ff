import { Pencil, Reply, X } from 'lucide-react'
import type { MessageView } from '../../../protocol/views.ts'
import { useAccount, useChatState } from '../../app/chat.tsx'
import { IconButton } from '../../controls/button.tsx'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { senderOf } from '../messages/sender.ts'
import { withoutMarks } from '../messages/without-marks.ts'
import { QuotedPicture } from '../quotes/quoted-picture.tsx'
import { type ComposerTask, type EditTask, editDraftOf } from './composer-task.ts'
import { draftOf, useDrafts } from './drafts.ts'
import styles from './task-strip.module.css'

interface Props {
  task: ComposerTask
  onCancel: () => void
}

/** Above the text: what it answers, or what it is another wording of, and what is wrong with that. */
export function TaskStrip({ task, onCancel }: Props) {
  const text = useText()
  const account = useAccount()
  const message = useCurrent(task)
  const Icon = task.kind === 'reply' ? Reply : Pencil
  const title =
    task.kind === 'reply' ? text.quote.replying(senderOf(message, account, text).name) : text.quote.editing
  const words = wordsOf(message, text)
  return (
    <div className={styles.strip}>
      <Icon className={styles.icon} size={16} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.line}>
          <span className={styles.title}>{title}</span>
          <QuotedPicture thumbUrl={message.images[0]?.thumb_url} isNamed={message.text === ''} />
          <span className={styles.quoted} lang={languageOf(words)}>
            {words}
          </span>
        </p>
        {task.kind === 'edit' && <EditState edit={task} />}
      </div>
      <IconButton
        label={task.kind === 'reply' ? text.quote.cancelReply : text.quote.cancelEdit}
        // The field keeps the focus, or a phone's keyboard would fold away.
        onPointerDown={(event) => event.preventDefault()}
        onClick={onCancel}
      >
        <X size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** What is answered may have been edited or deleted since; what is edited stands as its writer found it. */
function useCurrent({ kind, message }: ComposerTask): MessageView {
  const entry = useChatState((state) =>
    state.rooms
      .get(message.room)
      ?.entries.find((each) => each.kind === 'message' && each.message.message_id === message.message_id),
  )
  return kind === 'reply' && entry?.kind === 'message' ? entry.message : message
}

function wordsOf(message: MessageView, { quote }: Dictionary): string {
  if (message.deleted === true) return quote.deleted
  return message.text === '' ? quote.picture : withoutMarks(message.text)
}

/** What is wrong with the new wording, or what it waits for. */
function EditState({ edit }: { edit: EditTask }) {
  const text = useText()
  const { message, waiting, problem } = edit
  const isWaiting = useDrafts(
    (drafts) => waiting !== null && waiting === draftOf(editDraftOf(message.room))(drafts).trim(),
  )
  if (isWaiting) {
    return (
      <p className={styles.waiting} role="status">
        {text.composer.editWaits}
      </p>
    )
  }
  if (problem === null) return null
  return (
    <p className={styles.problem} role="alert">
      {problem}
    </p>
  )
}
