import { ArrowUp, Check, Plus } from 'lucide-react'
import { type RefObject, useEffect, useRef } from 'react'
import type { ChatState } from '../../../client/chat-state.ts'
import type { MessageView, RoomView } from '../../../protocol/views.ts'
import { useClient } from '../../app/chat.tsx'
import { keepsFocus } from '../../app/keeps-focus.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { roomTitle } from '../people/person-name.ts'
import { Attachment } from './attachment.tsx'
import styles from './composer.module.css'
import { ComposerField } from './composer-field.tsx'
import { type ComposerTask, editDraftOf, endTask, startEdit, useComposerTask } from './composer-task.ts'
import { draftOf, useDrafts } from './drafts.ts'
import { EmojiButton } from './emoji-button.tsx'
import { useSavedNow } from './save-edit.ts'
import { TaskStrip } from './task-strip.tsx'
import { prepareUploads, trayOf, useTrays } from './tray.ts'
import { useSaveEdit } from './use-save-edit.ts'
import { useSend } from './use-send.ts'

interface Props {
  room: RoomView
  /** Where pasted files go. */
  onFiles: (files: readonly File[]) => void
  /** Opens the browser's picker. */
  onPick: () => void
}

/** Where one writes: a message, an answer, or another wording of what was said. */
export function Composer({ room, onFiles, onPick }: Props) {
  const text = useText()
  const client = useClient()
  const tray = useTrays(trayOf(room.id))
  const field = useRef<HTMLTextAreaElement>(null)
  const task = useComposerTask(room.id)
  const isEdit = task?.kind === 'edit'
  const { send, isHeld, canSend } = useSend(room.id)
  const save = useSaveEdit()
  useFocusOnOpen(field)
  useFocusOnTask(field, task)
  useEffect(prepareUploads, [])

  const submit = () => (isEdit ? save(task) : send())
  const leave = () => {
    endTask(room.id)
    field.current?.focus()
  }
  const editLast = () => {
    const last = task === null && tray.length === 0 ? lastOwn(client.getState(), room.id) : undefined
    if (last !== undefined) startEdit(last)
  }
  return (
    <section className={styles.place} aria-label={text.composer.region}>
      <div className={styles.composer}>
        {task !== null && <TaskStrip task={task} onCancel={leave} />}
        {tray.length > 0 && !isEdit && (
          <ul className={styles.tray} aria-label={text.composer.pictures}>
            {tray.map((upload) => (
              <Attachment key={upload.id} upload={upload} />
            ))}
          </ul>
        )}
        <IconButton
          label={text.composer.addPictures}
          className={styles.add ?? ''}
          // Another wording has the pictures that the message has.
          disabled={isEdit}
          onClick={onPick}
        >
          <Plus size={20} aria-hidden="true" />
        </IconButton>
        <ComposerField
          field={field}
          room={room.id}
          draftId={isEdit ? editDraftOf(room.id) : room.id}
          label={isEdit ? text.quote.editing : text.composer.message(roomTitle(room, text))}
          onSubmit={submit}
          onUp={editLast}
          onEscape={() => {
            if (task !== null) leave()
            return task !== null
          }}
          onFiles={isEdit ? () => undefined : onFiles}
        />
        <EmojiButton field={field} />
        <SubmitButton room={room.id} task={task} canSend={canSend} onSubmit={submit} />
      </div>
      <p className={isHeld ? styles.note : 'visually-hidden'} role="status">
        {isHeld ? text.composer.uploading : ''}
      </p>
    </section>
  )
}

interface SubmitProps {
  room: string
  task: ComposerTask | null
  canSend: boolean
  onSubmit: () => void
}

function SubmitButton({ room, task, canSend, onSubmit }: SubmitProps) {
  const text = useText()
  const isEdit = task?.kind === 'edit'
  const wording = useDrafts(draftOf(editDraftOf(room))).trim()
  const isSaving = useSavedNow(({ messages }) => isEdit && messages.has(task.message.message_id))
  const isReady = isEdit ? wording !== task.message.text && !isSaving : canSend
  const Icon = isEdit ? Check : ArrowUp
  const label = isEdit ? text.composer.save : text.composer.send
  return (
    <button
      type="button"
      className={`${styles.send} ${isReady ? styles.ready : ''}`}
      aria-label={label}
      title={label}
      aria-disabled={!isReady}
      // The field keeps the focus, or a phone's keyboard would fold away.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onSubmit}
    >
      <Icon size={18} strokeWidth={2.25} aria-hidden="true" />
    </button>
  )
}

/** While one's last is still on its way there is none: the one before it is not what is meant. */
function lastOwn({ rooms, account }: ChatState, room: string): MessageView | undefined {
  const entries = rooms.get(room)?.entries ?? []
  if (entries.at(-1)?.kind === 'outgoing') return undefined
  return entries
    .flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))
    .findLast((message) => message.sender_id === account?.user_id && message.deleted !== true)
}

/** Whoever opens a room wants to say something; under a thumb, though, the keyboard would cover half of what is said. */
function useFocusOnOpen(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    if (!keepsFocus() && matchMedia('(hover: hover) and (pointer: fine)').matches) field.current?.focus()
  }, [field])
}

/** Whoever answers or edits wants to write now, behind what is there. */
function useFocusOnTask(field: RefObject<HTMLTextAreaElement | null>, task: ComposerTask | null): void {
  const what = task === null ? null : `${task.kind} ${task.message.message_id}`
  useEffect(() => {
    const element = field.current
    if (what === null || element === null) return
    element.focus()
    element.setSelectionRange(element.value.length, element.value.length)
  }, [field, what])
}
