import { Fragment, type ReactNode } from 'react'
import styles from './marked-text.module.css'

interface Props {
  text: string
  /** Places in UTF-16 units, in order. */
  marks: readonly (readonly [from: number, to: number])[]
}

/** Text with what was searched for marked in it. */
export function MarkedText({ text, marks }: Props) {
  const parts: ReactNode[] = []
  let done = 0
  for (const [from, to] of marks) {
    parts.push(<Fragment key={done}>{text.slice(done, from)}</Fragment>)
    parts.push(
      <mark key={from} className={styles.mark}>
        {text.slice(from, to)}
      </mark>,
    )
    done = to
  }
  return (
    <>
      {parts}
      {text.slice(done)}
    </>
  )
}
