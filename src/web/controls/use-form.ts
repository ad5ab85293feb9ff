import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { errorText } from '../i18n/error-text.ts'
import { useText } from '../i18n/language.tsx'

export type Problems<Field extends string> = Partial<Record<Field, string | null>>

interface Options<Field extends string> {
  check: () => Problems<Field>
  submit: () => Promise<void>
  /** The field at which a refusal is shown. */
  fieldOf: (error: unknown) => Field
}

/** A form that checks, sends once, and says at the right field what was refused. */
export function useForm<Field extends string>({
  check,
  submit,
  fieldOf,
}: Options<Field>): {
  form: RefObject<HTMLFormElement | null>
  problems: Problems<Field>
  isBusy: boolean
  onSubmit: (event: FormEvent) => void
} {
  const text = useText()
  const form = useRef<HTMLFormElement>(null)
  const [problems, setProblems] = useState<Problems<Field>>({})
  const [isBusy, setBusy] = useState(false)

  useEffect(() => {
    if (Object.keys(problems).length === 0) return
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [problems])

  const run = async () => {
    const found = check()
    setProblems(found)
    if (Object.values(found).some((problem) => problem !== null)) return
    setBusy(true)
    try {
      await submit()
    } catch (error) {
      setProblems({ [fieldOf(error)]: errorText(text, error) } as Problems<Field>)
    } finally {
      setBusy(false)
    }
  }

  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    // Nothing to await here: `run` shows its own failure.
    if (!isBusy) void run()
  }
  return { form, problems, isBusy, onSubmit }
}
