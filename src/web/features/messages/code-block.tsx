import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { copyText } from '../../app/clipboard.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { showToast } from '../toasts/toasts.ts'
import styles from './code-block.module.css'
import { inkCode } from './code-ink.ts'
import { useRowTabIndex } from './row-focus.ts'

interface Props {
  code: string
  /** What stands above it: a file's name, or the language. */
  name: string | null
  language: string | null
}

export function CodeBlock({ code, name, language }: Props) {
  return (
    <figure className={styles.block} lang="" dir="ltr">
      <figcaption className={styles.name}>{name}</figcaption>
      <CopyButton code={code} />
      {/* Scrolled by keys too, so it can be focused. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.code} tabIndex={useRowTabIndex()}>
        <code>
          {inkCode(code, language).map(({ at, text, ink }) =>
            ink === 'plain' ? (
              text
            ) : (
              <span key={at} className={styles[ink]}>
                {text}
              </span>
            ),
          )}
        </code>
      </pre>
    </figure>
  )
}

/** How long the button says that it worked. */
const copiedForMs = 2_000

function CopyButton({ code }: { code: string }) {
  const text = useText()
  const tabIndex = useRowTabIndex()
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return undefined
    const timer = setTimeout(() => setCopied(false), copiedForMs)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => {
    if (await copyText(code)) setCopied(true)
    else showToast(text.place.copyRefused, 'problem')
  }
  return (
    <IconButton
      tabIndex={tabIndex}
      label={isCopied ? text.message.copied : text.message.copyCode}
      className={styles.copy ?? ''}
      // How it went shows on the button, or in a toast.
      onClick={() => void copy()}
    >
      {isCopied ? <Check size={15} aria-hidden="true" /> : <Copy size={15} aria-hidden="true" />}
    </IconButton>
  )
}
