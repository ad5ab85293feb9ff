import { type ComponentType, lazy, memo, Suspense } from 'react'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { isWorthParsing, mayHaveMarkup } from './markdown-bounds.ts'
import { Mentions } from './mention-text.tsx'
import styles from './message-text.module.css'

interface Props {
  text: string
  calledNames: string
}

interface WholeProps extends Props {
  /** Said in a word after the text. */
  isEdited?: boolean
}

type MarkdownText = ComponentType<Props>

/** `null` until it is here; then it is used at once, without another pause. */
let loaded: MarkdownText | null = null

/** The parser is a file of its own. Where it cannot be had, offline for one, texts stay as they were typed. */
const Markdown = lazy(async (): Promise<{ default: MarkdownText }> => {
  try {
    return { default: (await loadMarkdown()).Markdown }
  } catch {
    return { default: Plain }
  }
})

/** Begun as soon as somebody is in, so that the first message with markup seldom waits. */
export async function loadMarkdown() {
  const module = await import('./markdown.tsx')
  loaded = module.Markdown
  return module
}

/** What somebody said. Only texts that have something for the parser go through it. */
export const MessageText = memo(function MessageText({ text, calledNames, isEdited = false }: WholeProps) {
  const words = useText()
  const plain = <Plain text={text} calledNames={calledNames} />
  const Parsed = loaded ?? Markdown
  const needsParser = mayHaveMarkup(text) && isWorthParsing(text)
  return (
    <div className={styles.text} lang={languageOf(text)} dir="auto">
      {needsParser ? (
        <Suspense fallback={<div className={styles.held}>{plain}</div>}>
          <Parsed text={text} calledNames={calledNames} />
        </Suspense>
      ) : (
        plain
      )}
      {isEdited && <span className={styles.edited}> {words.message.edited}</span>}
    </div>
  )
})

function Plain({ text, calledNames }: Props) {
  return (
    <p className={styles.plain}>
      <Mentions text={text} calledNames={calledNames} />
    </p>
  )
}
