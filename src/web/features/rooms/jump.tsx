import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { useChatState } from '../../app/chat.tsx'
import { navigate } from '../../app/route.ts'
import { Dialog } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { roomTitle } from '../people/person-name.ts'
import { ask } from '../search/search-store.ts'
import { DirectSeal } from './direct-seal.tsx'
import styles from './room-dialogs.module.css'
import { type RoomMatch, roomMatches } from './room-matches.ts'

interface Props {
  /** Before the field was there. */
  typed: string
  onClose: () => void
}

/** To a room by its name, or to the messages with these words: type, arrow, Enter. */
export function Jump({ typed, onClose }: Props) {
  const text = useText()
  const [query, setQuery] = useState(typed)
  const [chosen, setChosen] = useState(0)
  const matches = useMatches(query)
  const last = matches.length
  const list = useRef<HTMLDivElement>(null)

  const go = (index: number) => {
    const match = matches[index]
    onClose()
    if (match !== undefined) return navigate({ room: match.id, over: null, picture: null })
    // What was searched for before stays where nothing was typed.
    if (query.trim() !== '') ask({ q: query.trim() })
    navigate({ over: 'search', picture: null })
  }
  const choose = (index: number) => {
    const next = Math.max(0, Math.min(index, last))
    setChosen(next)
    list.current?.querySelector(`#jump-${next}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') go(chosen)
    else if (event.key === 'ArrowDown') choose(chosen + 1)
    else if (event.key === 'ArrowUp') choose(chosen - 1)
    else return
    event.preventDefault()
  }
  const optionOf = (index: number) => ({
    id: `jump-${index}`,
    isChosen: index === chosen,
    onChoose: () => setChosen(index),
    onGo: () => go(index),
  })
  return (
    <Dialog title={text.rooms.jump} onClose={onClose}>
      <TextField
        autoFocus
        label={text.rooms.jumpField}
        role="combobox"
        aria-expanded
        aria-controls="jump-list"
        aria-activedescendant={`jump-${chosen}`}
        value={query}
        onChange={(value) => {
          setQuery(value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id="jump-list"
        className={`${styles.list} ${styles.steady}`}
        role="listbox"
        aria-label={text.rooms.jump}
      >
        {matches.map((match, index) => (
          <Option key={match.id} {...optionOf(index)}>
            <Place match={match} />
          </Option>
        ))}
        <Option {...optionOf(last)}>
          <Search size={16} aria-hidden="true" />
          <p className={styles.name}>
            {query.trim() === '' ? text.search.open : text.rooms.searchFor(query.trim())}
          </p>
        </Option>
      </div>
    </Dialog>
  )
}

function useMatches(query: string): readonly RoomMatch[] {
  const text = useText()
  const rooms = useChatState((state) => state.rooms)
  return useMemo(() => {
    const titled = [...rooms.values()].map((state) => ({ title: roomTitle(state.room, text), state }))
    return roomMatches(titled, query)
  }, [rooms, query, text])
}

interface OptionProps {
  id: string
  isChosen: boolean
  onChoose: () => void
  onGo: () => void
  children: ReactNode
}

function Option({ id, isChosen, onChoose, onGo, children }: OptionProps) {
  return (
    // Its keys are the field's, which names it as its active descendant.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      className={styles.option}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      onPointerMove={onChoose}
      onClick={onGo}
    >
      {children}
    </div>
  )
}

function Place({ match: { title, state } }: { match: RoomMatch }) {
  const { room } = state
  return (
    <>
      {room.kind === 'direct' && <DirectSeal room={room} side={20} />}
      <div className={styles.words}>
        <p className={styles.name} title={title} lang={languageOf(title)}>
          {title}
        </p>
        {room.topic !== '' && <p className={styles.about}>{room.topic}</p>}
      </div>
    </>
  )
}
