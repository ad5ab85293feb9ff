import { languages, useText } from '../../i18n/language.tsx'
import styles from './language-choice.module.css'
import { setPreferences, usePreferences } from './preferences.ts'

/** Each language is named in itself, so that whoever needs it can read it. */
export function LanguageChoice() {
  const text = useText()
  const chosen = usePreferences((preferences) => preferences.language)
  return (
    <div className={styles.choice} role="group" aria-label={text.entry.language}>
      <span className={styles.label} aria-hidden="true">
        {text.entry.language}
      </span>
      {Object.values(languages).map(({ code, tag, name }) => (
        <button
          key={code}
          type="button"
          lang={tag}
          className={styles.language}
          aria-pressed={code === chosen}
          onClick={() => setPreferences({ language: code })}
        >
          {name}
        </button>
      ))}
    </div>
  )
}
