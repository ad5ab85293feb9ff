import { TextField } from '../../controls/text-field.tsx'
import { useText } from '../../i18n/language.tsx'
import type { RoomFields } from './use-room-form.ts'

export function RoomNameFields({ fields, placeholder }: { fields: RoomFields; placeholder?: string }) {
  const text = useText()
  const { name, setName, topic, setTopic, problems } = fields
  return (
    <>
      <TextField
        autoFocus
        label={text.rooms.name}
        placeholder={placeholder}
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
    </>
  )
}
