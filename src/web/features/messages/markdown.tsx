import { Fragment, type ReactNode } from 'react'
import { languageOf } from '../../i18n/message-language.ts'
import { CodeBlock } from './code-block.tsx'
import styles from './markdown.module.css'
import { Mentions } from './mention-text.tsx'
import { type MarkdownNode, parseMarkdown } from './parse-markdown.ts'
import { useRowTabIndex } from './row-focus.ts'
import { safeLink } from './safe-link.ts'

/** Elements only, never a string of HTML: nothing that somebody wrote can become markup of ours. */
export function Markdown({ text, ownUsername }: { text: string; ownUsername: string }) {
  return <div className={styles.markdown}>{children(parseMarkdown(text), ownUsername)}</div>
}

function children(parent: Extract<MarkdownNode, { children: unknown }>, you: string): ReactNode {
  return parent.children.map((node) => (
    <Fragment key={node.position?.start.offset}>{element(node, you)}</Fragment>
  ))
}

function element(node: MarkdownNode, you: string): ReactNode {
  switch (node.type) {
    case 'text':
      return <Mentions text={node.value} ownUsername={you} />
    case 'paragraph':
      return <p>{children(node, you)}</p>
    case 'heading':
      return <p className={styles.heading}>{children(node, you)}</p>
    case 'strong':
      return <strong>{children(node, you)}</strong>
    case 'emphasis':
      return <em lang={languageOf(plainText(node)) || undefined}>{children(node, you)}</em>
    case 'delete':
      return <del>{children(node, you)}</del>
    case 'inlineCode':
      return <code className={styles.code}>{node.value}</code>
    case 'code':
      return (
        <CodeBlock code={node.value} name={node.meta ?? node.lang ?? null} language={node.lang ?? null} />
      )
    case 'blockquote':
      return <blockquote>{children(node, you)}</blockquote>
    case 'link':
      return <Link address={node.url}>{children(node, you)}</Link>
    case 'list':
      return node.ordered === true ? (
        <ol start={node.start ?? 1}>{children(node, you)}</ol>
      ) : (
        <ul>{children(node, you)}</ul>
      )
    case 'listItem':
      return (
        <li className={typeof node.checked === 'boolean' ? styles.task : undefined}>
          {typeof node.checked === 'boolean' && <span aria-hidden="true">{node.checked ? '☑' : '☐'}</span>}
          {children(node, you)}
        </li>
      )
    case 'thematicBreak':
      return <hr />
    case 'break':
      return '\n'
    case 'table':
      return (
        <div className={styles.table}>
          <table>
            <tbody>{children(node, you)}</tbody>
          </table>
        </div>
      )
    case 'tableRow':
      return <tr>{children(node, you)}</tr>
    case 'tableCell':
      return <td>{children(node, you)}</td>
    default:
      return plainText(node)
  }
}

function Link({ address, children: content }: { address: string; children: ReactNode }) {
  const tabIndex = useRowTabIndex()
  const href = safeLink(address)
  if (href === null) return <span>{content}</span>
  return (
    <a href={href} tabIndex={tabIndex} target="_blank" rel="noopener noreferrer nofollow">
      {content}
    </a>
  )
}

function plainText(node: MarkdownNode): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(plainText).join('') : ''
}
