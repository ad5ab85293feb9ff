import { useState } from 'react'
import { limits } from '../../../protocol/limits.ts'
import type { UserView } from '../../../protocol/views.ts'
import { useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import { PeoplePicker } from '../people/people-picker.tsx'
import { useUsers } from '../people/use-users.ts'
import { openDirect } from './open-direct.ts'

/** Oneself is one of them. */
const maxOthers = limits.maxDirectPeople - 1

/** Talks to one or a few, outside of any room that has a name. */
export function NewDirect({ onClose }: { onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<readonly UserView[]>([])
  const { users, failure } = useUsers(query)
  const open = () => {
    onClose()
    // A refusal is told by a toast.
    void openDirect(
      client,
      text,
      chosen.map(({ user_id }) => user_id),
    )
  }
  return (
    <Dialog title={text.direct.title} onClose={onClose}>
      <p>{text.direct.hint}</p>
      <TextField autoFocus label={text.members.search} value={query} onChange={setQuery} />
      <PeoplePicker
        users={users}
        query={query}
        chosen={chosen}
        onChange={setChosen}
        obstacleOf={({ username }) => (chosen.length < maxOthers ? null : `@${username}`)}
      />
      <FormNotice problem={failure === null ? null : errorText(text, failure)} />
      <DialogActions>
        <Button look="quiet" onClick={onClose}>
          {text.place.cancel}
        </Button>
        <Button look="primary" disabled={chosen.length === 0} onClick={open}>
          {text.direct.action}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
