import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { limits } from '../../../protocol/limits.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './search-field.module.css'
import { ask, useSearch } from './search-store.ts'

interface Props {
  /** The list below, and the hit in it that the keys are at. */
  listId: string
  activeId: string | undefined
  onKeyDown: (event: KeyboardEvent) => void
}

/** Where one types what is looked for. Its arrow keys move in the list below. */
export function SearchField({ listId, activeId, onKeyDown }: Props) {
  const text = useText()
  const q = useSearch((search) => search.question.q)
  /** What an input method has not finished is no question yet. */
  const [unfinished, setUnfinished] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => focusOnOpen(input.current), [])
  const clear = () => {
    ask({ q: '' })
    input.current?.focus()
  }
  return (
    <div className={styles.frame}>
      <Search size={16} aria-hidden="true" />
      <input
        ref={input}
        id="search-field"
        className={styles.input}
        type="text"
        role="combobox"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        maxLength={limits.maxSearchCharacters}
        aria-label={text.search.label}
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={activeId}
        placeholder={text.search.placeholder}
        value={unfinished ?? q}
        onChange={({ target, nativeEvent }) => {
          if ((nativeEvent as InputEvent).isComposing) setUnfinished(target.value)
          else ask({ q: target.value })
        }}
        onCompositionEnd={({ currentTarget }) => {
          setUnfinished(null)
          ask({ q: currentTarget.value })
        }}
        onKeyDown={onKeyDown}
      />
      {q !== '' && (
        <IconButton className={styles.clear ?? ''} label={text.search.clear} onClick={clear}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  )
}

/** Whoever comes back to results under a thumb wants to read them, and no keyboard over them. */
function focusOnOpen(input: HTMLInputElement | null): void {
  if (input === null || (input.value !== '' && matchMedia('(pointer: coarse)').matches)) return
  input.focus()
  input.select()
}
