import { useState } from 'react'
import { ChatError } from '../../../client/errors.ts'
import { limits } from '../../../protocol/limits.ts'
import type { NamedRoomKind } from '../../../protocol/values.ts'
import { useClient } from '../../app/chat.tsx'
import { navigate } from '../../app/route.ts'
import { Button } from '../../controls/button.tsx'
import { Choice } from '../../controls/choice.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { useForm } from '../../controls/use-form.ts'
import { useText } from '../../i18n/language.tsx'
import { nameProblem } from '../entry/account-fields.ts'
import { FormNotice } from '../entry/form-notice.tsx'
import styles from './room-dialogs.module.css'

export function NewRoom({ onClose }: { onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const [name, setName] = useState('')
  const [topic, setTopic] = useState('')
  const [kind, setKind] = useState<NamedRoomKind>('open')
  const { form, problems, isBusy, onSubmit } = useForm<'name' | 'topic' | 'form'>({
    check: () => ({
      name: nameProblem(text, name.trim(), limits.maxRoomNameCharacters),
      topic:
        [...topic].length > limits.maxTopicCharacters
          ? text.rooms.topicLong(limits.maxTopicCharacters)
          : null,
    }),
    submit: async () => {
      const { room } = await client.request('room_create', { kind, name: name.trim(), topic: topic.trim() })
      onClose()
      navigate({ room: room.id, over: null })
    },
    fieldOf: (error) => (error instanceof ChatError && error.code === 'name_taken' ? 'name' : 'form'),
  })
  return (
    <Dialog title={text.rooms.createTitle} onClose={onClose}>
      <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        <TextField
          autoFocus
          label={text.rooms.name}
          placeholder={text.rooms.namePlaceholder}
          value={name}
          onChange={setName}
          error={problems.name}
        />
        <TextField
          label={text.rooms.topic}
          hint={text.rooms.topicHint}
          value={topic}
          onChange={setTopic}
          error={problems.topic}
        />
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
