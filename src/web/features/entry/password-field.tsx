import { useState } from 'react'
import { TextField } from '../../controls/text-field.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './entry.module.css'

interface Props {
  /** Where there are two, which one. */
  label?: string
  name?: string
  value: string
  onChange: (value: string) => void
  isNew?: boolean
  hint?: string
  error?: string | null | undefined
}

export function PasswordField({ isNew = false, label, name = 'password', ...field }: Props) {
  const text = useText()
  const [isShown, setShown] = useState(false)
  return (
    <TextField
      {...field}
      label={label ?? text.entry.password}
      name={name}
      type={isShown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      autoCapitalize="none"
      spellCheck={false}
      after={
        <button
          type="button"
          className={styles.show}
          aria-label={isShown ? text.entry.hidePassword : text.entry.showPassword}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? text.entry.hide : text.entry.show}
        </button>
      }
    />
  )
}
