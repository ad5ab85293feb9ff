import type { Typist } from '../../../client/chat-state.ts'
import { useText } from '../../i18n/language.tsx'
import styles from './typing-line.module.css'

/** Its line is always there, so nothing moves when somebody begins to type. */
export function TypingLine({ typists }: { typists: readonly Typist[] }) {
  const text = useText()
  return (
    <p className={styles.line}>
      {typists.length > 0 && (
        <>
          <span className={styles.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {text.conversation.typing(typists.map((typist) => typist.display_name))}
        </>
      )}
    </p>
  )
}
