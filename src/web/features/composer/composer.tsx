import { ArrowUp, Plus } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import type { RoomView } from '../../../protocol/views.ts'
import { useClient } from '../../app/chat.tsx'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { Attachment } from './attachment.tsx'
import styles from './composer.module.css'
import { draftOf, setDraft, useDrafts } from './drafts.ts'
import { trayOf, useTrays } from './tray.ts'
import { useAutogrow } from './use-autogrow.ts'
import { useSend } from './use-send.ts'

interface Props {
  room: RoomView
  /** Where pasted files go. */
  onFiles: (files: readonly File[]) => void
  /** Opens the browser's picker. */
  onPick: () => void
}

/** Where one writes. Enter sends, Shift Enter breaks the line, and Enter that ends a composition does neither. */
export function Composer({ room, onFiles, onPick }: Props) {
  const text = useText()
  const client = useClient()
  const draft = useDrafts(draftOf(room.id))
  const tray = useTrays(trayOf(room.id))
  const field = useRef<HTMLTextAreaElement>(null)
  const { send, isHeld, canSend } = useSend(room.id)
  useAutogrow(field)
  useFocusOnOpen(field)

  const write = (value: string) => {
    setDraft(room.id, value)
    if (value !== '') client.typing(room.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <section className={styles.place} aria-label={text.composer.region}>
      <div className={styles.composer}>
        {tray.length > 0 && (
          <ul className={styles.tray} aria-label={text.composer.pictures}>
            {tray.map((upload) => (
              <Attachment key={upload.id} upload={upload} />
            ))}
          </ul>
        )}
        <IconButton label={text.composer.addPictures} className={styles.add ?? ''} onClick={onPick}>
          <Plus size={20} aria-hidden="true" />
        </IconButton>
        <textarea
          ref={field}
          id="composer"
          className={styles.field}
          rows={1}
          value={draft}
          placeholder={text.composer.message(room.name)}
          aria-label={text.composer.message(room.name)}
          autoComplete="off"
          enterKeyHint="send"
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button
          type="button"
          className={`${styles.send} ${canSend ? styles.ready : ''}`}
          aria-label={text.composer.send}
          title={text.composer.send}
          aria-disabled={!canSend}
          // The field keeps the focus, or a phone's keyboard would fold away.
          onPointerDown={(event) => event.preventDefault()}
          onClick={send}
        >
          <ArrowUp size={18} strokeWidth={2.25} aria-hidden="true" />
        </button>
      </div>
      <p className={isHeld ? styles.note : 'visually-hidden'} role="status">
        {isHeld ? text.composer.uploading : ''}
      </p>
    </section>
  )
}

/** Whoever opens a room wants to say something; under a thumb, though, the keyboard would cover half of what is said. */
function useFocusOnOpen(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    if (matchMedia('(hover: hover) and (pointer: fine)').matches) field.current?.focus()
  }, [field])
}

/** Safari ends a composition before its Enter arrives, and tells by 229 alone. */
function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229
}
