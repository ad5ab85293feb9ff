/**
 * What is typed when one more key went down before the field is there to take it; `null` for keys that write nothing, and
 * are no business of that field.
 */
export function typedAhead(before: string, event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null
  if (event.key === 'Enter') return before
  const characters = [...before]
  if (event.key === 'Backspace') return characters.slice(0, -1).join('')
  return [...event.key].length === 1 ? before + event.key : null
}
