import { useId } from 'react'
import styles from './choice.module.css'

interface Props<Value extends string> {
  label: string
  chosen: Value
  onChoose: (value: Value) => void
  options: readonly { value: Value; label: string; hint?: string }[]
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({ label, chosen, onChoose, options }: Props<Value>) {
  const id = useId()
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.label}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="radio"
            name={id}
            className={styles.radio}
            checked={option.value === chosen}
            onChange={() => onChoose(option.value)}
          />
          <span>
            {option.label}
            {option.hint !== undefined && <span className={styles.hint}>{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
