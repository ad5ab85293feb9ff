import type { PresenceState } from '../../../protocol/values.ts'
import { useText } from '../../i18n/language.tsx'
import styles from './seal.module.css'
import { pigmentOf, sealLetters } from './seal-face.ts'

interface Props {
  userId: string
  name: string
  side: 16 | 20 | 24 | 32 | 36 | 44 | 96
  /** You are vermilion on your own screen, whatever others see. */
  isYou?: boolean
  presence?: PresenceState
}

/** A person, as a mark pressed on the page. The name stands beside it, so the letters are not read aloud. */
export function Seal({ userId, name, side, isYou = false, presence }: Props) {
  const pigment = isYou ? 'you' : pigmentOf(userId)
  return (
    <span className={`${styles.seal} ${styles[`side${side}`]}`}>
      <span className={`${styles.face} ${styles[pigment]}`} aria-hidden="true">
        {sealLetters(name, side)}
      </span>
      {presence !== undefined && <Presence state={presence} />}
    </span>
  )
}

function Presence({ state }: { state: PresenceState }) {
  const text = useText()
  return (
    <span className={`${styles.presence} ${styles[state]}`}>
      <span className="visually-hidden">{text.members.presence[state]}</span>
    </span>
  )
}
