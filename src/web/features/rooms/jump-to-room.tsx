import { type KeyboardEvent, useState } from 'react'
import { useChatState } from '../../app/chat.tsx'
import { navigate } from '../../app/route.ts'
import { Dialog } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './room-dialogs.module.css'

/** By name, from the keyboard: type, arrow, Enter. */
export function JumpToRoom({ onClose }: { onClose: () => void }) {
  const text = useText()
  const rooms = useChatState((state) => state.rooms)
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const wanted = query.trim().toLocaleLowerCase()
  const found = [...rooms.values()].filter(({ room }) => room.name.toLocaleLowerCase().includes(wanted))

  const go = (room: string | undefined) => {
    if (room === undefined) return
    onClose()
    navigate({ room, over: null })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') go(found[chosen]?.room.id)
    else if (event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0))
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={text.rooms.jump} onClose={onClose}>
      <TextField
        autoFocus
        label={text.rooms.name}
        role="combobox"
        aria-expanded
        aria-controls="jump-list"
        aria-activedescendant={found.length > 0 ? `jump-${chosen}` : undefined}
        value={query}
        onChange={(value) => {
          setQuery(value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      {found.length === 0 && <p role="status">{text.rooms.noneFound(query.trim())}</p>}
      <div id="jump-list" className={styles.list} role="listbox" aria-label={text.place.rooms}>
        {found.map(({ room }, index) => (
          // Its keys are the field's, which names it as its active descendant.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={room.id}
            id={`jump-${index}`}
            className={`${styles.item} ${styles.choosable}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onPointerMove={() => setChosen(index)}
            onClick={() => go(room.id)}
          >
            <div className={styles.words}>
              <p className={styles.name}>{room.name}</p>
              {room.topic !== '' && <p className={styles.about}>{room.topic}</p>}
            </div>
          </div>
        ))}
      </div>
    </Dialog>
  )
}
