/**
 * Some short texts are dear to parse: 4,096 emphasis marks took 2.3 s, and quotes nested 8,000 deep overflow the stack.
 * Nobody writes so; such a text is shown as it was typed.
 */
const maxMarks = 300
const maxNesting = 12
/** A list of 900 items took 0.2 s. */
const maxLines = 400

export function isWorthParsing(text: string): boolean {
  return (
    countOf(text, /[*_~`[\]|]/g) <= maxMarks && countOf(text, /\n/g) <= maxLines && !isNestedTooDeep(text)
  )
}

/** A text without any of these has nothing that Markdown would change, but for line breaks, which are kept anyway. */
export function mayHaveMarkup(text: string): boolean {
  return /[*_~`[\]|<>\\&]|^\s*(?:[#+-]|\d+[.)])|:\/\/|www\.|\w@\w/m.test(text)
}

function isNestedTooDeep(text: string): boolean {
  return text.split('\n').some((line) => {
    const prefix = /^(?:\s*(?:>|[-+*](?=\s)|\d{1,9}[.)](?=\s)))+/.exec(line)?.[0] ?? ''
    return countOf(prefix, />|[-+*]|\d+[.)]/g) > maxNesting
  })
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
