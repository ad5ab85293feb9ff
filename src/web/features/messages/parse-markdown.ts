import type { Root } from 'mdast'
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

export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, {
    extensions: [gfm({ singleTilde: false }), { disable: { null: disabled } }],
    mdastExtensions: [gfmFromMarkdown()],
  })
}
