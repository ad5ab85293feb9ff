import { useState } from 'react'
import type { ChatClient } from '../../../client/chat-client.ts'
import type { RoomView, UserView } from '../../../protocol/views.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import { showToast } from '../toasts/toasts.ts'

/** What is not done without being asked about. */
export type PersonAct = 'kick' | 'ban' | 'make-owner'

interface Props {
  act: PersonAct
  room: string
  person: UserView
  onClose: () => void
}

export function ActOnPerson({ act, room: id, person, onClose }: Props) {
  const text = useText()
  const client = useClient()
  const room = useChatState((chat) => chat.rooms.get(id)?.room)
  const [problem, setProblem] = useState<string | null>(null)
  if (room === undefined) return null
  const { title, lead, verb, done } = wordsOf(text, { act, room, person })
  const doIt = async () => {
    try {
      await request(client, { act, room: id, userId: person.user_id })
      onClose()
      showToast(done)
    } catch (error) {
      setProblem(errorText(text, error))
    }
  }
  return (
    <Dialog title={title} onClose={onClose} role="alertdialog">
      <p>{lead}</p>
      <FormNotice problem={problem} />
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {text.person.keep}
        </Button>
        {/* A refusal is shown above. */}
        <Button look={act === 'make-owner' ? 'primary' : 'danger'} onClick={() => void doIt()}>
          {verb}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

function wordsOf(
  text: Dictionary,
  { act, room, person: { display_name: name } }: { act: PersonAct; room: RoomView; person: UserView },
) {
  const { person: say } = text
  switch (act) {
    case 'kick': {
      const lead = room.kind === 'open' ? say.kickOpen : say.kickPrivate
      return { title: say.kickTitle(name, room.name), lead, verb: say.kick, done: say.kicked(name) }
    }
    case 'ban':
      return {
        title: say.banTitle(name, room.name),
        lead: say.banLead,
        verb: say.ban,
        done: say.banned(name),
      }
    case 'make-owner':
      return {
        title: say.ownerTitle(name, room.name),
        lead: say.ownerLead,
        verb: say.makeOwner,
        done: say.hasRole(name, say.roleSaved.owner),
      }
    default:
      return act satisfies never
  }
}

function request(
  client: ChatClient,
  { act, room, userId }: { act: PersonAct; room: string; userId: string },
): Promise<unknown> {
  const asked = { room, user_id: userId }
  if (act === 'kick') return client.request('room_kick', asked)
  if (act === 'ban') return client.request('room_ban', { ...asked, on: true })
  return client.request('room_role', { ...asked, role: 'owner' })
}
