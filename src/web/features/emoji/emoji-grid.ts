import type { Emoji } from './emoji-list.ts'

/** Emoji under one title, in rows of so many. */
export interface EmojiSection {
  title: string
  /** The place of its first emoji among all that are shown. */
  from: number
  emoji: readonly Emoji[]
}

export const columns = 8

export function placed(sections: readonly Omit<EmojiSection, 'from'>[]): readonly EmojiSection[] {
  let from = 0
  return sections.map((section) => {
    const first = from
    from += section.emoji.length
    return { ...section, from: first }
  })
}

/** Where in a section the chosen one is; -1 where it is in another. */
export function chosenIn({ from, emoji }: EmojiSection, chosen: number): number {
  return chosen >= from && chosen < from + emoji.length ? chosen - from : -1
}

/** Where an arrow key leads; `null` where it is the field's own. */
export function movedBy(
  key: string,
  { chosen, sections }: { chosen: number; sections: readonly EmojiSection[] },
): number | null {
  const last = sections.reduce((count, section) => count + section.emoji.length, 0) - 1
  if (last < 0) return null
  if (chosen < 0) return key === 'ArrowDown' ? 0 : null
  switch (key) {
    case 'ArrowRight':
      return Math.min(last, chosen + 1)
    case 'ArrowLeft':
      return Math.max(0, chosen - 1)
    case 'ArrowDown':
      return Math.min(last, below(chosen, sections))
    case 'ArrowUp':
      return above(chosen, sections)
    default:
      return null
  }
}

/** Rows end with their section, so the one below may be shorter. */
function below(chosen: number, sections: readonly EmojiSection[]): number {
  const section = sections.find((each) => chosenIn(each, chosen) >= 0)
  if (section === undefined) return chosen
  const end = section.from + section.emoji.length
  if (chosen + columns < end) return chosen + columns
  const isInLastRow =
    chosen - section.from >= section.emoji.length - (section.emoji.length % columns || columns)
  return isInLastRow ? end + ((chosen - section.from) % columns) : end - 1
}

function above(chosen: number, sections: readonly EmojiSection[]): number {
  const at = sections.findIndex((each) => chosenIn(each, chosen) >= 0)
  const section = sections[at]
  if (section === undefined) return chosen
  const inSection = chosen - section.from
  if (inSection >= columns) return chosen - columns
  const before = sections[at - 1]
  if (before === undefined) return chosen
  const rows = Math.ceil(before.emoji.length / columns)
  return Math.min(section.from - 1, before.from + (rows - 1) * columns + (inSection % columns))
}
