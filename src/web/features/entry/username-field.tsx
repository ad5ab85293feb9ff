import { TextField } from '../../controls/text-field.tsx'
import { useText } from '../../i18n/language.tsx'

interface Props {
  value: string
  onChange: (value: string) => void
  hint?: string
  error?: string | null | undefined
}

export function UsernameField(field: Props) {
  const text = useText()
  return (
    <TextField
      {...field}
      label={text.entry.username}
      name="username"
      autoComplete="username"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
    />
  )
}
