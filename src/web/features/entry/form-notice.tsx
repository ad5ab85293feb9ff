import { CircleAlert } from 'lucide-react'
import styles from './entry.module.css'

/** A refusal that belongs to no field. */
export function FormNotice({ problem }: { problem: string | null | undefined }) {
  if (problem === null || problem === undefined) return null
  return (
    <p className={styles.problem} role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      {problem}
    </p>
  )
}
