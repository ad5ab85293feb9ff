import { Check } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { UserView } from '../../../protocol/views.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import { Seal } from '../people/seal.tsx'
import { showToast } from '../toasts/toasts.ts'
import styles from './add-people.module.css'

/** Typing asks the server at most so often. */
const pauseMs = 200

export function AddPeople({ room: id, onClose }: { room: string; onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const state = useChatState((chat) => chat.rooms.get(id))
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<readonly UserView[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const { users, failure } = useUsers(query)
  const isIn = (userId: string) => state?.members?.some((member) => member.user_id === userId) ?? false

  const toggle = (user: UserView) =>
    setChosen((before) =>
      before.some(({ user_id }) => user_id === user.user_id)
        ? before.filter(({ user_id }) => user_id !== user.user_id)
        : [...before, user],
    )
  const add = async () => {
    try {
      const { added } = await client.request('room_invite', {
        room: id,
        user_ids: chosen.map((user) => user.user_id),
      })
      onClose()
      showToast(text.members.added(added.length))
    } catch (error) {
      setProblem(errorText(text, error))
    }
  }
  if (state === undefined) return null
  return (
    <Dialog title={text.members.addTitle(state.room.name)} onClose={onClose}>
      <p>{text.members.addHint}</p>
      <TextField autoFocus label={text.members.search} value={query} onChange={setQuery} />
      {users !== null && users.length === 0 && <p role="status">{text.members.nobody(query.trim())}</p>}
      <ul className={styles.people}>
        {(users ?? []).map((user) => (
          <li key={user.user_id}>
            <button
              type="button"
              className={styles.person}
              disabled={isIn(user.user_id)}
              aria-pressed={chosen.some(({ user_id }) => user_id === user.user_id)}
              onClick={() => toggle(user)}
            >
              <Seal userId={user.user_id} name={user.display_name} side={32} />
              <span className={styles.words}>
                <span className={styles.name}>{user.display_name}</span>
                <span className={styles.about}>
                  {isIn(user.user_id) ? text.members.alreadyIn : `@${user.username}`}
                </span>
              </span>
              <Check className={styles.check} size={18} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <FormNotice problem={problem ?? (failure === null ? null : errorText(text, failure))} />
      <DialogActions>
        <Button look="quiet" onClick={onClose}>
          {text.place.cancel}
        </Button>
        {/* A refusal is shown above. */}
        <Button look="primary" disabled={chosen.length === 0} onClick={() => void add()}>
          {text.members.addAction(chosen.length)}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

/** Whose name begins with `query`; everybody's first twenty for an empty one. */
function useUsers(query: string): { users: readonly UserView[] | null; failure: unknown } {
  const client = useClient()
  const [answer, setAnswer] = useState<{ users: readonly UserView[] | null; failure: unknown }>({
    users: null,
    failure: null,
  })
  useEffect(() => {
    const abort = new AbortController()
    const timer = setTimeout(() => {
      client
        .request('users', { q: query.trim().slice(0, 64) }, { signal: abort.signal })
        .then(({ users }) => setAnswer({ users, failure: null }))
        .catch((failure: unknown) => {
          if (!abort.signal.aborted) setAnswer({ users: null, failure })
        })
    }, pauseMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, query])
  return answer
}
