import { Fragment, type MouseEvent, type ReactNode } from 'react'
import { navigate, routeOf } from '../../app/route.ts'
import { languageOf } from '../../i18n/message-language.ts'
import { CodeBlock } from './code-block.tsx'
import styles from './markdown.module.css'
import { Mentions } from './mention-text.tsx'
import { type MarkdownNode, parseMarkdown } from './parse-markdown.ts'
import { useRowTabIndex } from './row-focus.ts'
import { safeLink } from './safe-link.ts'

/** Elements only, never a string of HTML: nothing that somebody wrote can become markup of ours. */
export function Markdown({ text, calledNames }: { text: string; calledNames: string }) {
  return <div className={styles.markdown}>{children(parseMarkdown(text), calledNames)}</div>
}

function children(parent: Extract<MarkdownNode, { children: unknown }>, calledNames: string): ReactNode {
  return parent.children.map((node) => (
    <Fragment key={node.position?.start.offset}>{element(node, calledNames)}</Fragment>
  ))
}

function element(node: MarkdownNode, calledNames: string): ReactNode {
  switch (node.type) {
    case 'text':
      return <Mentions text={node.value} calledNames={calledNames} />
    case 'paragraph':
      return <p>{children(node, calledNames)}</p>
    case 'heading':
      return <p className={styles.heading}>{children(node, calledNames)}</p>
    case 'strong':
      return <strong>{children(node, calledNames)}</strong>
    case 'emphasis':
      return <em lang={languageOf(plainText(node)) || undefined}>{children(node, calledNames)}</em>
    case 'delete':
      return <del>{children(node, calledNames)}</del>
    case 'inlineCode':
      return <code className={styles.code}>{node.value}</code>
    case 'code':
      return (
        <CodeBlock code={node.value} name={node.meta ?? node.lang ?? null} language={node.lang ?? null} />
      )
    case 'blockquote':
      return <blockquote>{children(node, calledNames)}</blockquote>
    case 'link':
      return <Link address={node.url}>{children(node, calledNames)}</Link>
    case 'list':
      return node.ordered === true ? (
        <ol start={node.start ?? 1}>{children(node, calledNames)}</ol>
      ) : (
        <ul>{children(node, calledNames)}</ul>
      )
    case 'listItem':
      return (
        <li className={typeof node.checked === 'boolean' ? styles.task : undefined}>
          {typeof node.checked === 'boolean' && <span aria-hidden="true">{node.checked ? '☑' : '☐'}</span>}
          {children(node, calledNames)}
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
            <tbody>{children(node, calledNames)}</tbody>
          </table>
        </div>
      )
    case 'tableRow':
      return <tr>{children(node, calledNames)}</tr>
    case 'tableCell':
      return <td>{children(node, calledNames)}</td>
    default:
      return plainText(node)
  }
}

function Link({ address, children: content }: { address: string; children: ReactNode }) {
  const tabIndex = useRowTabIndex()
  const href = safeLink(address)
  if (href === null) return <span>{content}</span>
  return (
    <a
      href={href}
      tabIndex={tabIndex}
      target="_blank"
      rel="noopener noreferrer nofollow"
      onClick={(event) => goInPlace(event, href)}
    >
      {content}
    </a>
  )
}

/** A link to a message here needs no other page; who wants one holds a key. */
function goInPlace(event: MouseEvent, href: string): void {
  const route = event.ctrlKey || event.metaKey || event.shiftKey ? null : routeOf(href)
  if (route === null) return
  event.preventDefault()
  navigate(route)
}

function plainText(node: MarkdownNode): string {
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(plainText).join('') : ''
}
