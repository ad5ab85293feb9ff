import { useRef } from 'react'
import { useChatState, useClient } from '../../app/chat.tsx'
import { Menu } from '../../controls/menu.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { EmojiPanel } from '../emoji/emoji-panel.tsx'
import { PersonMenu } from '../members/person-menu.tsx'
import { personName } from '../people/person-name.ts'
import { setReaction } from '../reactions/pending-reactions.ts'
import { showToast } from '../toasts/toasts.ts'
import { ActionsSheet } from './actions-sheet.tsx'
import { closeActions, closeMenu, type OpenActions } from './open-actions.ts'
import { useMessageActions } from './use-message-actions.ts'

/** What lies over the log about one message. */
export function ActionsHost({ open }: { open: OpenActions }) {
  switch (open.kind) {
    case 'menu':
      return <ActionsMenu {...open} />
    case 'picker':
      return <ReactionPicker {...open} />
    case 'sheet':
      return <ActionsSheet {...open} />
    case 'person':
      return <SenderMenu {...open} />
    default:
      return open satisfies never
  }
}

function ActionsMenu({ message, anchor }: Extract<OpenActions, { kind: 'menu' }>) {
  const text = useText()
  const trigger = useRef(anchor)
  const actions = useMessageActions(message)
  return (
    <Menu
      label={text.actions.label}
      trigger={trigger}
      onClose={closeMenu}
      actions={actions.map(({ act, ...action }) => Object.assign(action, { act: () => act(anchor) }))}
    />
  )
}

function ReactionPicker({ message, anchor }: Extract<OpenActions, { kind: 'picker' }>) {
  const text = useText()
  const client = useClient()
  const trigger = useRef(anchor)
  const pick = (emoji: string) => {
    closeActions()
    setReaction(client, message, { emoji, on: true }).catch((error: unknown) =>
      showToast(errorText(text, error), 'problem'),
    )
  }
  return (
    <EmojiPanel
      label={text.reactions.add}
      trigger={anchor === null ? null : trigger}
      onPick={pick}
      onClose={closeActions}
    />
  )
}

function SenderMenu({ message, anchor }: Extract<OpenActions, { kind: 'person' }>) {
  const text = useText()
  const trigger = useRef(anchor)
  const state = useChatState((chat) => chat.rooms.get(message.room))
  if (state === undefined) return null
  const { sender_id: user_id, sender_name } = message
  return (
    <PersonMenu
      room={state.room}
      person={{ user_id, username: '', display_name: personName(sender_name, text) }}
      member={state.members?.find((member) => member.user_id === user_id)}
      trigger={trigger}
      onClose={closeActions}
    />
  )
}
