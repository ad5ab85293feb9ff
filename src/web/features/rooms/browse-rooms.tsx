import { useEffect, useState } from 'react'
import type { OpenRoomView } from '../../../protocol/views.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { navigate } from '../../app/route.ts'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import styles from './room-dialogs.module.css'
import { archivedRooms } from './room-lists.ts'

type Rooms =
  | { name: 'loading' }
  | { name: 'failed'; error: unknown }
  | { name: 'here'; rooms: readonly OpenRoomView[] }

export function BrowseRooms({ onClose }: { onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const [rooms, setRooms] = useState<Rooms>({ name: 'loading' })
  const archived = archivedRooms(useChatState((chat) => chat.rooms))
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    client
      .request('room_list', {}, { signal: abort.signal })
      .then((answer) => setRooms({ name: 'here', rooms: answer.rooms }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setRooms({ name: 'failed', error })
      })
    return () => abort.abort()
  }, [client])

  const open = (room: string) => {
    onClose()
    navigate({ room, over: null })
  }
  const join = async ({ id, joined }: OpenRoomView) => {
    try {
      if (!joined) await client.request('room_join', { room: id })
      open(id)
    } catch (error) {
      setProblem(errorText(text, error))
    }
  }
  return (
    <Dialog title={text.rooms.browseTitle} onClose={onClose} hasCross>
      {rooms.name === 'failed' && <FormNotice problem={errorText(text, rooms.error)} />}
      {rooms.name === 'here' && rooms.rooms.length === 0 && <p>{text.rooms.none}</p>}
      {rooms.name === 'here' && (
        <ul className={styles.list}>
          {rooms.rooms.map((room) => (
            <li key={room.id} className={styles.item}>
              <div className={styles.words}>
                <p className={styles.name} title={room.name}>
                  {room.name}
                </p>
                <p className={styles.about} title={room.topic}>
                  {[text.rooms.memberCount(room.members), room.topic].filter(Boolean).join(' · ')}
                </p>
              </div>
              {/* A refusal is shown below the list. */}
              <Button onClick={() => void join(room)}>{room.joined ? text.rooms.go : text.rooms.join}</Button>
            </li>
          ))}
        </ul>
      )}
      {archived.length > 0 && (
        <section aria-label={text.roomSettings.archivedRooms}>
          <h3 className={styles.heading}>{text.roomSettings.archivedRooms}</h3>
          <ul className={styles.list}>
            {archived.map(({ room }) => (
              <li key={room.id} className={styles.item}>
                <div className={styles.words}>
                  <p className={styles.name} title={room.name}>
                    {room.name}
                  </p>
                </div>
                <Button onClick={() => open(room.id)}>{text.rooms.go}</Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <FormNotice problem={problem} />
      <DialogActions>
        <Button onClick={() => openDialog({ name: 'new-room' })}>{text.place.newRoom}</Button>
      </DialogActions>
    </Dialog>
  )
}
