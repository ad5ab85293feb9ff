import { useState } from 'react'
import type { UserView } from '../../../protocol/views.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import { PeoplePicker } from '../people/people-picker.tsx'
import { useUsers } from '../people/use-users.ts'
import { showToast } from '../toasts/toasts.ts'

export function AddPeople({ room: id, onClose }: { room: string; onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const state = useChatState((chat) => chat.rooms.get(id))
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<readonly UserView[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const { users, failure } = useUsers(query)
  const isIn = (userId: string) => state?.members?.some((member) => member.user_id === userId) ?? false
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
      <PeoplePicker
        users={users}
        query={query}
        chosen={chosen}
        onChange={setChosen}
        obstacleOf={({ user_id }) => (isIn(user_id) ? text.members.alreadyIn : null)}
      />
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
