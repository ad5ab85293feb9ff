import type { ComponentProps } from 'react'
import styles from './button.module.css'

interface Props extends ComponentProps<'button'> {
  /** One `primary` a view; `danger` only for what destroys. */
  look?: 'primary' | 'default' | 'danger' | 'quiet'
  isLarge?: boolean
}

export function Button({ look = 'default', isLarge = false, className = '', ...rest }: Props) {
  const size = isLarge ? styles.large : ''
  return (
    <button type="button" {...rest} className={`${styles.button} ${styles[look]} ${size} ${className}`} />
  )
}

interface IconButtonProps extends ComponentProps<'button'> {
  label: string
}

/** A button that is only an icon; its name is read aloud, and shown by the pointer. */
export function IconButton({ label, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={`${styles.icon} ${className}`}
    />
  )
}
