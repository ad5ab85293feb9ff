import { CircleAlert } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import styles from './text-field.module.css'

interface Props extends Omit<ComponentProps<'input'>, 'onChange'> {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string | undefined
  /** In plain words; stands where the hint stood, and the field says that it is wrong. */
  error?: string | null | undefined
  /** Inside the field, at its right. */
  after?: ReactNode
}

export function TextField({ label, value, onChange, hint, error, after, ...input }: Props) {
  const id = useId()
  const noteId = `${id}-note`
  const hasError = error !== null && error !== undefined
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={`${styles.frame} ${hasError ? styles.wrong : ''}`}>
        <input
          autoComplete="off"
          {...input}
          id={id}
          className={styles.input}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={hasError}
          aria-describedby={hasError || hint !== undefined ? noteId : undefined}
        />
        {after}
      </div>
      {hasError ? (
        <p id={noteId} className={styles.error} role="alert">
          <CircleAlert size={14} aria-hidden="true" />
          {error}
        </p>
      ) : (
        hint !== undefined && (
          <p id={noteId} className={styles.hint}>
            {hint}
          </p>
        )
      )}
    </div>
  )
}
