import {
  Copy,
  Link,
  type LucideIcon,
  Pencil,
  Pin,
  PinOff,
  Reply,
  SmilePlus,
  Trash2,
  UserRound,
} from 'lucide-react'
import type { ChatClient } from '../../../client/chat-client.ts'
import type { MessageView } from '../../../protocol/views.ts'
import { useAccount, useChatState, useClient } from '../../app/chat.tsx'
import { copyText } from '../../app/clipboard.ts'
import { openDialog } from '../../app/dialogs.ts'
import { messageAddress } from '../../app/route.ts'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { useText } from '../../i18n/language.tsx'
import { isInTheWay, startEdit, startReply } from '../composer/composer-task.ts'
import { isSilent } from '../composer/silence.tsx'
import { authorityIn } from '../members/authority.ts'
import { personName } from '../people/person-name.ts'
import { pinMessage } from '../pins/pin-message.ts'
import { showToast } from '../toasts/toasts.ts'
import { openActions } from './open-actions.ts'

export interface MessageAction {
  id: 'react' | 'reply' | 'edit' | 'pin' | 'copy-text' | 'copy-link' | 'person' | 'delete'
  label: string
  icon: LucideIcon
  /** Does it from the keys, as `KeyboardEvent.key` says it; shown beside the label. */
  key?: string
  /** `anchor`: what was pressed, or the message itself. */
  act: (anchor: HTMLElement) => void
  /** Stands on the bar itself, and not only behind "More". */
  isOnBar?: boolean
  isDanger?: boolean
}

/** All that the reader may do with a message, in the order it is offered. */
export function useMessageActions(message: MessageView | null): readonly MessageAction[] {
  const text = useText()
  const client = useClient()
  const account = useAccount()
  const room = useChatState((state) => state.rooms.get(message?.room ?? '')?.room)
  if (message === null || room === undefined || message.deleted === true) return []
  const isOwn = message.sender_id === account.user_id
  const mayWrite = !isSilent(room)
  return [
    ...(mayWrite ? [reactAction(text, message), replyAction(text, message)] : []),
    ...(mayWrite && isOwn ? [editAction(text, message)] : []),
    ...(mayWrite ? [pinAction(text, message, client)] : []),
    ...(message.text === '' ? [] : [copyTextAction(text, message)]),
    copyLinkAction(text, message),
    ...(isOwn ? [] : [personAction(text, message)]),
    ...(isOwn || authorityIn(room, account.role).moderates ? [deleteAction(text, message)] : []),
  ]
}

function reactAction({ actions }: Dictionary, message: MessageView): MessageAction {
  return {
    id: 'react',
    label: actions.react,
    icon: SmilePlus,
    key: '+',
    act: (anchor) => openActions({ kind: 'picker', message, anchor }),
    isOnBar: true,
  }
}

function replyAction(text: Dictionary, message: MessageView): MessageAction {
  const act = () => begin(text, message, startReply)
  return { id: 'reply', label: text.actions.reply, icon: Reply, key: 'r', act, isOnBar: true }
}

function editAction(text: Dictionary, message: MessageView): MessageAction {
  const act = () => begin(text, message, startEdit)
  return { id: 'edit', label: text.actions.edit, icon: Pencil, key: 'e', act, isOnBar: true }
}

/** An edit that was not saved yet is not lost for it. */
function begin(text: Dictionary, message: MessageView, start: (message: MessageView) => void): void {
  if (isInTheWay(message)) showToast(text.composer.otherEdit, 'problem')
  else start(message)
}

function pinAction(text: Dictionary, message: MessageView, client: ChatClient): MessageAction {
  const isPinned = message.pinned === true
  // A toast says how it went.
  const act = () => void pinMessage(client, text, message)
  const label = isPinned ? text.pins.unpin : text.pins.pin
  return { id: 'pin', label, icon: isPinned ? PinOff : Pin, act }
}

function copyTextAction(text: Dictionary, message: MessageView): MessageAction {
  // A toast says how it went.
  const act = () => void copy(text, message.text, text.message.copied)
  return { id: 'copy-text', label: text.actions.copyText, icon: Copy, act }
}

function copyLinkAction(text: Dictionary, { room, n }: MessageView): MessageAction {
  // A toast says how it went.
  const act = () => void copy(text, messageAddress(room, n), text.actions.linkCopied)
  return { id: 'copy-link', label: text.actions.copyLink, icon: Link, act }
}

/** The seal in the log is for the pointer; this leads to the same from the keys, and for whoever hears the page. */
function personAction(text: Dictionary, message: MessageView): MessageAction {
  const act = (anchor: HTMLElement) => openActions({ kind: 'person', message, anchor })
  const label = text.actions.person(personName(message.sender_name, text))
  return { id: 'person', label, icon: UserRound, act }
}

function deleteAction({ actions }: Dictionary, message: MessageView): MessageAction {
  const act = () => openDialog({ name: 'delete-message', message })
  return { id: 'delete', label: actions.delete, icon: Trash2, key: 'Delete', act, isDanger: true }
}

async function copy(text: Dictionary, words: string, done: string): Promise<void> {
  if (await copyText(words)) showToast(done)
  else showToast(text.place.copyRefused, 'problem')
}
