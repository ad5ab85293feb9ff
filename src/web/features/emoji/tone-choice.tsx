import { useText } from '../../i18n/language.tsx'
import { setPreferences, usePreferences } from '../settings/preferences.ts'
import { type SkinTone, toned } from './skin-tone.ts'
import styles from './tone-choice.module.css'

const choices: readonly SkinTone[] = [0, 1, 2, 3, 4, 5]

/** The tone of every hand and face that has one; this browser remembers it. */
export function ToneChoice() {
  const text = useText()
  const chosen = usePreferences((preferences) => preferences.skinTone)
  return (
    <fieldset className={styles.choice}>
      <legend className="visually-hidden">{text.emoji.tone}</legend>
      {choices.map((tone) => (
        <label key={tone} className={styles.tone} title={text.emoji.tones[tone]}>
          <input
            type="radio"
            name="skin-tone"
            className="visually-hidden"
            aria-label={text.emoji.tones[tone]}
            checked={tone === chosen}
            onChange={() => setPreferences({ skinTone: tone })}
          />
          <span aria-hidden="true">{toned('✋', tone)}</span>
        </label>
      ))}
    </fieldset>
  )
}
