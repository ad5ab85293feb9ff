import { useEffect, useState } from 'react'
import type { RoomView, UserView } from '../../../protocol/views.ts'
import { useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import type { Authority } from '../members/authority.ts'
import { Seal } from '../people/seal.tsx'
import { showToast } from '../toasts/toasts.ts'
import styles from './room-dialogs.module.css'

interface Bans {
  users: readonly UserView[]
  hasMore: boolean
}

/** Nothing where nobody is banned. */
export function BannedPeople({ room: { id: room }, authority }: { room: RoomView; authority: Authority }) {
  const text = useText()
  const client = useClient()
  const [bans, setBans] = useState<Bans>({ users: [], hasMore: false })
  const [failure, setFailure] = useState<unknown>(null)
  useEffect(() => {
    const abort = new AbortController()
    client
      .request('room_bans', { room }, { signal: abort.signal })
      .then(({ users, cursor }) => setBans({ users, hasMore: cursor !== undefined }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setFailure(error)
      })
    return () => abort.abort()
  }, [client, room])

  const unban = async (user: UserView, button: HTMLElement) => {
    try {
      await client.request('room_ban', { room, user_id: user.user_id, on: false })
      // The button goes with its line, and the keys would be nowhere.
      button.closest<HTMLElement>('[role=dialog]')?.focus()
      setBans((before) => ({ ...before, users: before.users.filter((one) => one !== user) }))
      showToast(text.roomSettings.unbanned(user.display_name))
    } catch (error) {
      setFailure(error)
    }
  }
  if (bans.users.length === 0 && failure === null) return null
  return (
    <section aria-label={text.roomSettings.banned}>
      <h3 className={styles.heading}>{text.roomSettings.banned}</h3>
      <ul className={styles.list}>
        {bans.users.map((user) => (
          <li key={user.user_id} className={styles.item}>
            <Seal userId={user.user_id} name={user.display_name} side={32} />
            <div className={styles.words}>
              <p className={styles.name}>{user.display_name}</p>
              <p className={styles.about}>@{user.username}</p>
            </div>
            {authority.isAbove({ role: 'member', ...user }) && (
              // A refusal is shown below the list.
              <Button onClick={({ currentTarget }) => void unban(user, currentTarget)}>
                {text.roomSettings.unban}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {bans.hasMore && <p>{text.roomSettings.bannedMany}</p>}
      <FormNotice problem={failure === null ? null : errorText(text, failure)} />
    </section>
  )
}
