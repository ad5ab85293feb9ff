import { useState } from 'react'
import type { NamedRoomKind } from '../../../protocol/values.ts'
import { useClient } from '../../app/chat.tsx'
import { navigate } from '../../app/route.ts'
import { Button } from '../../controls/button.tsx'
import { Choice } from '../../controls/choice.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import styles from './room-dialogs.module.css'
import { RoomNameFields } from './room-name-fields.tsx'
import { useRoomForm } from './use-room-form.ts'

const unnamed = { name: '', topic: '' }

export function NewRoom({ onClose }: { onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const [kind, setKind] = useState<NamedRoomKind>('open')
  const { form, fields, problems, isBusy, onSubmit } = useRoomForm(unnamed, async (names) => {
    const { room } = await client.request('room_create', { kind, ...names })
    onClose()
    navigate({ room: room.id, over: null })
  })
  return (
    <Dialog title={text.rooms.createTitle} onClose={onClose}>
      <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        <RoomNameFields fields={fields} placeholder={text.rooms.namePlaceholder} />
        <Choice
          label={text.rooms.kind}
          chosen={kind}
          onChoose={setKind}
          options={[
            { value: 'open', label: text.rooms.open, hint: text.rooms.openHint },
            { value: 'private', label: text.rooms.private, hint: text.rooms.privateHint },
          ]}
        />
        <FormNotice problem={problems.form} />
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {text.place.cancel}
          </Button>
          <Button type="submit" look="primary" disabled={isBusy}>
            {text.rooms.createAction}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
