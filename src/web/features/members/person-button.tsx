import { type ReactNode, useRef, useState } from 'react'
import type { UserView } from '../../../protocol/views.ts'
import { useChatState } from '../../app/chat.tsx'
import { part } from '../../app/part.tsx'
import { useText } from '../../i18n/language.tsx'

const PersonMenu = part(async () => (await import('./person-menu.tsx')).PersonMenu)

interface Props {
  room: string
  person: Pick<UserView, 'user_id' | 'display_name'>
  className: string
  /** In a log, whose messages are one stop of Tab, the members' list does the same from the keys. */
  isForPointer?: boolean
  children: ReactNode
}

/** A person's seal, name or dots, behind which is all that can be done about them. */
export function PersonButton({ room: id, person, className, isForPointer = false, children }: Props) {
  const text = useText()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const state = useChatState((chat) => chat.rooms.get(id))
  const member = state?.members?.find(({ user_id }) => user_id === person.user_id)
  const user = { username: '', ...person }
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={text.person.actions(person.display_name)}
        title={person.display_name}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        // Neither the keys nor a screen reader stop there: its letters are no name.
        {...(isForPointer && { tabIndex: -1, 'aria-hidden': true })}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && state !== undefined && (
        <PersonMenu
          room={state.room}
          person={user}
          member={member}
          trigger={button}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
