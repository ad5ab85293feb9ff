import { type ComponentType, memo, useEffect, useState } from 'react'
import { languageOf } from '../../i18n/message-language.ts'
import { isWorthParsing, mayHaveMarkup } from './markdown-bounds.ts'
import { Mentions } from './mention-text.tsx'
import styles from './message-text.module.css'

interface Props {
  text: string
  ownUsername: string
}

/** What somebody said. The parser is a file of its own; until it is here, and where nothing needs it, the text is as typed. */
export const MessageText = memo(function MessageText({ text, ownUsername }: Props) {
  const needsParser = mayHaveMarkup(text) && isWorthParsing(text)
  const Markdown = useMarkdown(needsParser)
  return (
    <div className={styles.text} lang={languageOf(text)}>
      {Markdown !== null ? (
        <Markdown text={text} ownUsername={ownUsername} />
      ) : (
        <p className={styles.plain}>
          <Mentions text={text} ownUsername={ownUsername} />
        </p>
      )}
    </div>
  )
})

let loaded: ComponentType<Props> | null = null

/** Begun as soon as somebody is logged in, so that the first message with markup seldom waits. */
export async function loadMarkdown(): Promise<ComponentType<Props>> {
  const module = await import('./markdown.tsx')
  loaded = module.Markdown
  return loaded
}

function useMarkdown(isNeeded: boolean): ComponentType<Props> | null {
  const [component, setComponent] = useState(() => loaded)
  useEffect(() => {
    if (!isNeeded || component !== null) return
    let isMounted = true
    loadMarkdown().then(
      (module) => {
        if (isMounted) setComponent(() => module)
      },
      // Offline, and never loaded: the text stays as it was typed.
      () => undefined,
    )
    return () => {
      isMounted = false
    }
  }, [isNeeded, component])
  return isNeeded ? component : null
}
