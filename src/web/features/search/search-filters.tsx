import { ChevronDown } from 'lucide-react'
import { useEffect } from 'react'
import { useAccount, useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { roomTitle } from '../people/person-name.ts'
import styles from './search-filters.module.css'
import { ask, type Question, type Since, useSearch } from './search-store.ts'

const times: readonly Since[] = ['ever', 'week', 'month', 'year']

/** Where, from whom and since when; the browser's own menus, which every thumb and voice knows. */
export function SearchFilters({ room }: { room: string | null }) {
  const text = useText()
  const question = useSearch((search) => search.question)
  const people = usePeople()
  /** The one that is asked in, also where another was opened meanwhile. */
  const offered = question.room ?? room
  const other = useChatState((chat) => (offered === null ? undefined : chat.rooms.get(offered)?.room))
  return (
    <div className={styles.filters}>
      <fieldset className={styles.rooms}>
        <legend className="visually-hidden">{text.search.where}</legend>
        <Toggle
          label={text.search.allRooms}
          isOn={question.room === null}
          onChoose={() => ask({ room: null })}
        />
        {offered !== null && (
          <Toggle
            label={offered === room || other === undefined ? text.search.thisRoom : roomTitle(other, text)}
            isOn={question.room === offered}
            onChoose={() => ask({ room: offered })}
          />
        )}
      </fieldset>
      <Select
        label={text.search.who}
        value={question.from ?? ''}
        isSet={question.from !== null}
        options={[['', text.search.anyone], ...people]}
        onChoose={(from) => ask({ from: from === '' ? null : from })}
      />
      <Select
        label={text.search.when}
        value={question.since}
        isSet={question.since !== 'ever'}
        options={times.map((time) => [time, text.search.times[time]])}
        onChoose={(since) => ask({ since: since as Question['since'] })}
      />
    </div>
  )
}

function Toggle({ label, isOn, onChoose }: { label: string; isOn: boolean; onChoose: () => void }) {
  return (
    <label className={`${styles.chip} ${isOn ? styles.on : ''}`}>
      <input
        type="radio"
        name="search-rooms"
        className="visually-hidden"
        checked={isOn}
        onChange={onChoose}
      />
      {label}
    </label>
  )
}

interface SelectProps {
  label: string
  value: string
  isSet: boolean
  options: readonly (readonly [value: string, label: string])[]
  onChoose: (value: string) => void
}

function Select({ label, value, isSet, options, onChoose }: SelectProps) {
  return (
    <span className={`${styles.chip} ${styles.select} ${isSet ? styles.on : ''}`}>
      <select aria-label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden="true" />
    </span>
  )
}

/** Everybody of the default room, which is everybody; oneself first. */
function usePeople(): [id: string, name: string][] {
  const text = useText()
  const client = useClient()
  const account = useAccount()
  const isLive = useChatState((chat) => chat.connection.name === 'live')
  const everyone = useChatState((chat) => [...chat.rooms.values()].find(({ room }) => room.is_default))
  const room = everyone?.room.id
  useEffect(() => {
    // Without an answer the menu has oneself alone; the next connection asks again.
    if (isLive && room !== undefined) client.loadMembers(room).catch(() => undefined)
  }, [client, room, isLive])
  const others = (everyone?.members ?? []).filter(({ user_id }) => user_id !== account.user_id)
  const byName = others.toSorted((a, b) =>
    a.display_name.localeCompare(b.display_name, 'zh-Hans-u-co-pinyin'),
  )
  return [
    [account.user_id, text.search.me],
    ...byName.map((one): [string, string] => [one.user_id, one.display_name]),
  ]
}
