import { useState } from 'react'
import { ChatError } from '../../../client/errors.ts'
import { limits } from '../../../protocol/limits.ts'
import type { RoomView } from '../../../protocol/views.ts'
import { useAccount, useChatState, useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { useForm } from '../../controls/use-form.ts'
import { useText } from '../../i18n/language.tsx'
import { nameProblem } from '../entry/account-fields.ts'
import { FormNotice } from '../entry/form-notice.tsx'
import { authorityIn } from '../members/authority.ts'
import { showToast } from '../toasts/toasts.ts'
import { BannedPeople } from './banned-people.tsx'
import styles from './room-dialogs.module.css'

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
  const [name, setName] = useState(room.name)
  const [topic, setTopic] = useState(room.topic)
  const { form, problems, isBusy, onSubmit } = useForm<'name' | 'topic' | 'form'>({
    check: () => ({
      name: nameProblem(text, name.trim(), limits.maxRoomNameCharacters),
      topic:
        [...topic].length > limits.maxTopicCharacters
          ? text.rooms.topicLong(limits.maxTopicCharacters)
          : null,
    }),
    submit: async () => {
      await client.request('room_update', { room: room.id, name: name.trim(), topic: topic.trim() })
      onClose()
      showToast(text.roomSettings.saved)
    },
    fieldOf: (error) => (error instanceof ChatError && error.code === 'name_taken' ? 'name' : 'form'),
  })
  const isChanged = name.trim() !== room.name || topic.trim() !== room.topic
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
      <TextField autoFocus label={text.rooms.name} value={name} onChange={setName} error={problems.name} />
      <TextField
        label={text.rooms.topic}
        hint={text.rooms.topicHint}
        value={topic}
        onChange={setTopic}
        error={problems.topic}
      />
      <FormNotice problem={problems.form} />
      <DialogActions>
        <Button type="submit" look="primary" disabled={isBusy || !isChanged}>
          {text.roomSettings.save}
        </Button>
      </DialogActions>
    </form>
  )
}
