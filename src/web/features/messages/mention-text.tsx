import { Fragment } from 'react'
import styles from './mention-text.module.css'
import { splitMentions } from './mentions.ts'

/** Text with its mentions set apart; yours in vermilion. */
export function Mentions({ text, calledNames }: { text: string; calledNames: string }) {
  return splitMentions(text, calledNames).map((part) =>
    part.mention === null ? (
      <Fragment key={part.at}>{part.text}</Fragment>
    ) : (
      <span key={part.at} className={`${styles.mention} ${part.mention === 'you' ? styles.you : ''}`}>
        {part.text}
      </span>
    ),
  )
}
