import { Check } from 'lucide-react'
import type { UserView } from '../../../protocol/views.ts'
import { useText } from '../../i18n/language.tsx'
import styles from './people-picker.module.css'
import { Seal } from './seal.tsx'

interface Props {
  /** Those to choose from; `null` while they are not known. */
  users: readonly UserView[] | null
  query: string
  chosen: readonly UserView[]
  onChange: (chosen: readonly UserView[]) => void
  /** Why somebody cannot be chosen; `null` for who can. */
  obstacleOf: (user: UserView) => string | null
}

/** People to choose some of. */
export function PeoplePicker({ users, query, chosen, onChange, obstacleOf }: Props) {
  const text = useText()
  const isChosen = (user: UserView) => chosen.some(({ user_id }) => user_id === user.user_id)
  const toggle = (user: UserView) =>
    onChange(isChosen(user) ? chosen.filter(({ user_id }) => user_id !== user.user_id) : [...chosen, user])
  return (
    <>
      {users !== null && users.length === 0 && <p role="status">{text.members.nobody(query.trim())}</p>}
      <ul className={styles.people}>
        {(users ?? []).map((user) => (
          <li key={user.user_id}>
            <button
              type="button"
              className={styles.person}
              disabled={obstacleOf(user) !== null && !isChosen(user)}
              aria-pressed={isChosen(user)}
              onClick={() => toggle(user)}
            >
              <Seal userId={user.user_id} name={user.display_name} side={32} />
              <span className={styles.words}>
                <span className={styles.name}>{user.display_name}</span>
                <span className={styles.about}>{obstacleOf(user) ?? `@${user.username}`}</span>
              </span>
              <Check className={styles.check} size={18} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
