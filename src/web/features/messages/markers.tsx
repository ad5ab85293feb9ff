import type { RoomView } from '../../../protocol/views.ts'
import { useFormat, useText } from '../../i18n/language.tsx'
import { useToday } from '../../i18n/use-today.ts'
import { roomTitle } from '../people/person-name.ts'
import styles from './markers.module.css'
import type { SystemLine as Line } from './timeline.ts'

export function DateMarker({ ts }: { ts: number }) {
  const format = useFormat()
  const today = useToday()
  const { name, rest } = format.day(ts, today)
  return (
    <div className={styles.date} role="separator" aria-label={`${name}, ${rest}`}>
      <span aria-hidden="true">
        <b>{name}</b>
        {rest}
      </span>
    </div>
  )
}

export function NewMessagesMarker({ count }: { count: number }) {
  const text = useText()
  const label = text.conversation.newMarker(count)
  return (
    <div className={styles.new} role="separator" aria-label={label}>
      <span aria-hidden="true">{label}</span>
    </div>
  )
}

export function SystemLine({ line, nameOf }: { line: Line; nameOf: (userId: string) => string | null }) {
  const text = useText()
  const by = line.by === undefined ? null : nameOf(line.by)
  const say = text.message.system
  const sentence = {
    joined: () => say.joined(line.display_name),
    left: () => say.left(line.display_name),
    added: () => (by === null ? say.addedAlone(line.display_name) : say.added(line.display_name, by)),
    removed: () => (by === null ? say.removedAlone(line.display_name) : say.removed(line.display_name, by)),
    renamed: () => say.renamed(line.display_name),
    role: () => say.role[line.role ?? 'member'](line.display_name),
  }[line.change]()
  return <p className={styles.system}>{sentence}</p>
}

export function Beginning({ room }: { room: RoomView }) {
  const text = useText()
  const title = roomTitle(room, text)
  const { beginning } = room.kind === 'direct' ? text.direct : text.conversation
  return <p className={styles.system}>{beginning(title)}</p>
}
