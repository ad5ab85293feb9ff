import { useAccount } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { Seal } from '../people/seal.tsx'
import styles from './suggestion-list.module.css'
import type { Suggestion } from './suggestions.ts'

interface Props {
  id: string
  suggestions: readonly Suggestion[]
  active: number
  onTake: (suggestion: Suggestion) => void
}

/** Stands above what is typed; the field keeps the focus, and says which of these is meant. */
export function SuggestionList({ id, suggestions, active, onTake }: Props) {
  const text = useText()
  const account = useAccount()
  return (
    <div id={id} className={styles.list} role="listbox" aria-label={text.mentions.label}>
      {suggestions.map((suggestion, index) => (
        <button
          type="button"
          tabIndex={-1}
          key={suggestion.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          className={`${styles.option} ${index === active ? styles.active : ''}`}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(suggestion)}
        >
          {suggestion.userId !== null && (
            <Seal
              userId={suggestion.userId}
              name={suggestion.name}
              side={24}
              isYou={suggestion.userId === account.user_id}
            />
          )}
          <span className={styles.name} lang={languageOf(suggestion.name)}>
            {suggestion.name}
          </span>
          <span className={styles.detail}>{suggestion.detail}</span>
        </button>
      ))}
    </div>
  )
}
