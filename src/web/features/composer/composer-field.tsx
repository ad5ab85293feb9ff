import { type ClipboardEvent, type KeyboardEvent, type RefObject, type SyntheticEvent, useId } from 'react'
import { useClient } from '../../app/chat.tsx'
import styles from './composer.module.css'
import { draftOf, setDraft, useDrafts } from './drafts.ts'
import { SuggestionList } from './suggestion-list.tsx'
import { useAutogrow } from './use-autogrow.ts'
import { useSuggestions } from './use-suggestions.ts'

interface Props {
  field: RefObject<HTMLTextAreaElement | null>
  room: string
  /** Under which id what is written is kept. */
  draftId: string
  label: string
  onSubmit: () => void
  /** Up in an empty field. */
  onUp: () => void
  /** Whether Escape had something to leave. */
  onEscape: () => boolean
  /** Where pasted files go. */
  onFiles: (files: readonly File[]) => void
}

/** Enter sends, Shift Enter breaks the line, and a key that belongs to a composition does nothing of ours. */
export function ComposerField({ field, room, draftId, label, onSubmit, onUp, onEscape, onFiles }: Props) {
  const client = useClient()
  const id = useId()
  const draft = useDrafts(draftOf(draftId))
  const suggestions = useSuggestions(room, field)
  useAutogrow(field)

  const write = (value: string) => {
    setDraft(draftId, value)
    if (value !== '' && draftId === room) client.typing(room)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    if (suggestions.onKey(event) || act(event)) event.preventDefault()
  }
  const act = ({ key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent) => {
    if (key === 'Enter' && !shiftKey) onSubmit()
    else if (key === 'Escape') return onEscape()
    else if (key === 'ArrowUp' && draft === '' && !(shiftKey || altKey || ctrlKey || metaKey)) onUp()
    else return false
    return true
  }
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    onFiles(files)
  }
  const lookUnlessComposing = ({ nativeEvent }: SyntheticEvent) => {
    if (!('isComposing' in nativeEvent && nativeEvent.isComposing === true)) suggestions.look()
  }
  const isOpen = suggestions.shown.length > 0
  return (
    <>
      <textarea
        ref={field}
        id="composer"
        className={styles.field}
        dir="auto"
        rows={1}
        value={draft}
        placeholder={label}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen ? `${id}-${suggestions.active}` : undefined}
        autoComplete="off"
        enterKeyHint="send"
        onChange={(event) => {
          write(event.target.value)
          lookUnlessComposing(event)
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onSelect={lookUnlessComposing}
        onCompositionEnd={suggestions.look}
        onBlur={suggestions.close}
      />
      {isOpen && (
        <SuggestionList
          id={id}
          suggestions={suggestions.shown}
          active={suggestions.active}
          onTake={suggestions.take}
        />
      )}
    </>
  )
}

/** Safari ends a composition before its Enter arrives, and tells by 229 alone. */
function isComposing(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229
}
