import type { RoomView } from '../../../protocol/views.ts'
import { useAccount, useChatState, useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import { authorityIn } from '../members/authority.ts'
import { showToast } from '../toasts/toasts.ts'
import { BannedPeople } from './banned-people.tsx'
import styles from './room-dialogs.module.css'
import { RoomNameFields } from './room-name-fields.tsx'
import { useRoomForm } from './use-room-form.ts'

/** For those who look after the room. */
export function RoomSettings({ room: id, onClose }: { room: string; onClose: () => void }) {
  const text = useText()
  const account = useAccount()
  const room = useChatState((chat) => chat.rooms.get(id)?.room)
  if (room === undefined) return null
  return (
    <Dialog title={text.roomSettings.title(room.name)} onClose={onClose} hasCross>
      <NameForm room={room} onClose={onClose} />
      {!room.is_default && <BannedPeople room={room} authority={authorityIn(room, account.role)} />}
    </Dialog>
  )
}

function NameForm({ room, onClose }: { room: RoomView; onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const { form, fields, problems, isBusy, isChanged, onSubmit } = useRoomForm(room, async (names) => {
    await client.request('room_update', { room: room.id, ...names })
    onClose()
    showToast(text.roomSettings.saved)
  })
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
      <RoomNameFields fields={fields} />
      <FormNotice problem={problems.form} />
      <DialogActions>
        <Button type="submit" look="primary" disabled={isBusy || !isChanged}>
          {text.roomSettings.save}
        </Button>
      </DialogActions>
    </form>
  )
}
