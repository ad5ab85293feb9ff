import { Ellipsis } from 'lucide-react'
import { type RefObject, useEffect, useRef } from 'react'
import type { MessageView } from '../../../protocol/views.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import styles from './actions-bar.module.css'
import { type OpenActions, openActions, useOpenActions } from './open-actions.ts'
import { leaveRow, usePointedRow } from './pointed-row.ts'
import { useMessageActions } from './use-message-actions.ts'

/** Over the top edge of the message that is pointed at, or where the keys are. */
export function ActionsBar({ rowKey, message }: { rowKey: string; message: MessageView }) {
  const isShown = usePointedRow(({ pointed, focused }) => pointed === rowKey || focused === rowKey)
  const isOpen = useOpenActions(({ open }) => isOf(open, message))
  return isShown || isOpen ? <Bar rowKey={rowKey} message={message} /> : null
}

/** The sheet has all that the bar has. */
function isOf(open: OpenActions | null, message: MessageView): boolean {
  return open !== null && open.kind !== 'sheet' && open.message.message_id === message.message_id
}

function Bar({ rowKey, message }: { rowKey: string; message: MessageView }) {
  const bar = useRef<HTMLDivElement>(null)
  useLeaveByTap(bar, rowKey)
  const text = useText()
  const actions = useMessageActions(message)
  const open = useOpenActions((state) => state.open)
  if (actions.length === 0) return null
  const openKind = isOf(open, message) ? open?.kind : null
  return (
    <div ref={bar} className={styles.bar} role="toolbar" aria-label={text.actions.label}>
      {actions
        .filter(({ isOnBar }) => isOnBar)
        .map(({ id, label, icon: Icon, key, act }) => (
          <IconButton
            key={id}
            label={label}
            aria-keyshortcuts={key?.toUpperCase()}
            aria-expanded={id === 'react' ? openKind === 'picker' : undefined}
            onClick={({ currentTarget }) => act(currentTarget)}
          >
            <Icon size={17} aria-hidden="true" />
          </IconButton>
        ))}
      <IconButton
        label={text.actions.more}
        aria-haspopup="menu"
        aria-expanded={openKind === 'menu'}
        onClick={({ currentTarget }) => openActions({ kind: 'menu', message, anchor: currentTarget })}
      >
        <Ellipsis size={17} aria-hidden="true" />
      </IconButton>
    </div>
  )
}

/** A finger does not leave by itself, as the mouse does: a tap elsewhere puts the bar away. */
function useLeaveByTap(bar: RefObject<HTMLElement | null>, rowKey: string): void {
  useEffect(() => {
    const onPointerDown = ({ target }: PointerEvent) => {
      const row = bar.current?.closest('[data-row]')
      if (row?.contains(target as Node) !== true) leaveRow(rowKey)
    }
    document.addEventListener('pointerdown', onPointerDown)
    return () => document.removeEventListener('pointerdown', onPointerDown)
  }, [bar, rowKey])
}
