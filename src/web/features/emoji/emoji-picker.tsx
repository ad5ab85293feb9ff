import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { chosenIn, movedBy } from './emoji-grid.ts'
import styles from './emoji-picker.module.css'
import { EmojiSection } from './emoji-section.tsx'
import { rememberEmoji } from './recent-emoji.ts'
import { ToneChoice } from './tone-choice.tsx'
import { useEmoji, useSections } from './use-emoji.ts'

/** All emoji, by group or by what one types; the field keeps the focus while the arrow keys choose. */
export function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const text = useText()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const { groups, isUnloaded } = useEmoji(query)
  const [active, setActive] = useState(-1)
  const sections = useSections(groups, query)
  const shown = sections.flatMap((section) => section.emoji)
  // What was typed has a first find; before that nothing is chosen.
  const chosen = active < 0 && query.trim() !== '' ? 0 : active

  const pick = (emoji: string) => {
    rememberEmoji(emoji)
    onPick(emoji)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const target = shown[chosen]
    if (event.key === 'Enter' && target !== undefined) pick(target.emoji)
    else {
      const next = movedBy(event.key, { chosen, sections })
      if (next === null) return
      setActive(next)
      list.current?.querySelector(`[data-emoji="${next}"]`)?.scrollIntoView({ block: 'nearest' })
    }
    event.preventDefault()
  }
  return (
    <div className={styles.picker}>
      <div className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          className={styles.field}
          role="combobox"
          aria-label={text.emoji.search}
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={chosen < 0 ? undefined : `${id}-${chosen}`}
          placeholder={text.emoji.search}
          autoComplete="off"
          // The picker was asked for, and this is where it begins.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(-1)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <p className={shown.length === 0 && groups !== null ? styles.note : 'visually-hidden'} role="status">
        {noteOf(text.emoji, { query, count: shown.length, isLoaded: groups !== null })}
      </p>
      {isUnloaded && <p className={styles.note}>{text.emoji.unloaded}</p>}
      <div ref={list} id={id} className={styles.list} role="listbox" aria-label={text.emoji.title}>
        {sections.map((section) => (
          <EmojiSection
            key={section.title}
            {...section}
            id={id}
            chosen={chosenIn(section, chosen)}
            onPick={pick}
          />
        ))}
      </div>
      <ToneChoice />
    </div>
  )
}

function noteOf(
  text: { none: (query: string) => string; count: (count: number) => string },
  { query, count, isLoaded }: { query: string; count: number; isLoaded: boolean },
): string {
  if (!isLoaded || query.trim() === '') return ''
  return count === 0 ? text.none(query.trim()) : text.count(count)
}
