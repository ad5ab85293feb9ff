/** What is being typed that could be completed, and where it stands in the text, in UTF-16 units. */
export interface SuggestionQuery {
  kind: 'mention' | 'emoji'
  from: number
  to: number
  /** Without its mark. */
  text: string
}

/** Not inside a word, where `@` is part of an address; Chinese, Japanese and Korean are written without spaces. */
const mention =
  /(?<![[\p{L}\p{M}\p{N}@＠._\-]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]])[@＠]([\p{L}\p{M}\p{N}._\-]{0,32})$/v
/** `:)` and `10:30` are none. */
const emoji = /(?<![^\s\p{sc=Han}])[:：]([\p{L}_]{2,32}|[\p{sc=Han}]{1,8})$/u

/** Looks at what stands before the caret. */
export function suggestionQuery(text: string, caret: number): SuggestionQuery | null {
  const before = text.slice(0, caret)
  const named = mention.exec(before)
  if (named !== null) return { kind: 'mention', from: named.index, to: caret, text: named[1] ?? '' }
  const called = emoji.exec(before)
  if (called !== null) return { kind: 'emoji', from: called.index, to: caret, text: called[1] ?? '' }
  return null
}
