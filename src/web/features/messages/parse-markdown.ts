import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

/**
 * What a chat has no use for, and people type by accident: HTML, titles made by a line of dashes below, code by
 * indentation, footnotes, and addresses defined elsewhere. Pictures come as attachments, so `![` is text.
 */
const disabled = [
  'htmlFlow',
  'htmlText',
  'setextUnderline',
  'codeIndented',
  'definition',
  'labelStartImage',
  'gfmFootnoteCall',
  'gfmFootnoteDefinition',
]

/** Any node of a parsed text. */
export type MarkdownNode = Tree | Tree['children'][number]

type Tree = ReturnType<typeof fromMarkdown>

export function parseMarkdown(text: string): Tree {
  return fromMarkdown(text, {
    extensions: [gfm({ singleTilde: false }), { disable: { null: disabled } }],
    mdastExtensions: [gfmFromMarkdown()],
  })
}
