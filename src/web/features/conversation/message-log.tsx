import { ArrowDown } from 'lucide-react'
import { type ReactNode, useMemo, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import type { RoomState } from '../../../client/chat-state.ts'
import { useAccount } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { Beginning, DateMarker, NewMessagesMarker, SystemLine } from '../messages/markers.tsx'
import { MessageRow } from '../messages/message-row.tsx'
import { RowIsActive } from '../messages/row-focus.ts'
import { useSystemLines } from '../messages/system-lines.ts'
import { buildTimeline, type NewMarker, type TimelineRow } from '../messages/timeline.ts'
import styles from './message-log.module.css'
import { useLogFocus } from './use-log-focus.ts'
import { useLogScroll } from './use-log-scroll.ts'

/** Pages far back are asked for when so little is left above. */
const bufferPx = 600

/** A room's messages: older ones load above without moving what is read, new ones keep the end in sight. */
export function MessageLog({ state, marker }: { state: RoomState; marker: NewMarker | null }) {
  const text = useText()
  const account = useAccount()
  const lines = useSystemLines(state.room.id)
  const virtualizer = useRef<VirtualizerHandle>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const { entries } = state
  const isComplete = !state.hasOlder && !state.isLoading
  const rows = useMemo(
    () => buildTimeline({ entries, lines, marker, isComplete, ownId: account.user_id }),
    [entries, lines, marker, isComplete, account.user_id],
  )
  const scroll = useLogScroll({ state, rows, scroller, virtualizer, ownId: account.user_id })
  const focus = useLogFocus({ rows, scroller, virtualizer })
  const nameOf = useNames(state)

  return (
    <div className={styles.place}>
      {/* The arrow keys move between messages, each of which can be focused. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-live="off"
        aria-label={text.conversation.log(state.room.name)}
        aria-busy={state.isLoading}
        onKeyDown={focus.onKeyDown}
        onScroll={scroll.onScroll}
      >
        <div className={styles.column}>
          <Virtualizer
            ref={virtualizer}
            data={rows}
            scrollRef={scroller}
            startMargin={16}
            bufferSize={bufferPx}
            shift={scroll.isShifting}
            keepMounted={focus.activeIndex < 0 ? [] : [focus.activeIndex]}
          >
            {(row, index) => (
              <div
                key={row.key}
                data-row={index}
                className={styles.row}
                tabIndex={row.kind !== 'message' ? undefined : index === focus.activeIndex ? 0 : -1}
                onFocus={() => focus.onFocus(row.key)}
              >
                <RowIsActive value={index === focus.activeIndex}>{renderRow(row)}</RowIsActive>
              </div>
            )}
          </Virtualizer>
        </div>
      </div>
      {scroll.away !== null && (
        <button
          type="button"
          className={styles.below}
          onClick={scroll.toEnd}
          // It lies over the log, and must not be in the way of the wheel.
          onWheel={(event) => scroller.current?.scrollBy({ top: event.deltaY })}
        >
          <ArrowDown size={16} aria-hidden="true" />
          {scroll.away.newBelow > 0
            ? text.conversation.newBelow(scroll.away.newBelow)
            : text.conversation.toBottom}
        </button>
      )}
    </div>
  )

  function renderRow(row: TimelineRow): ReactNode {
    switch (row.kind) {
      case 'message':
        return <MessageRow row={row} account={account} />
      case 'date':
        return <DateMarker ts={row.ts} />
      case 'new':
        return <NewMessagesMarker count={row.count} />
      case 'system':
        return <SystemLine line={row.line} nameOf={nameOf} />
      case 'beginning':
        return <Beginning room={state.room.name} />
      default:
        return row satisfies never
    }
  }
}

/** Names of those who did something, as far as this page has met them. */
function useNames({ members, entries }: RoomState): (userId: string) => string | null {
  const account = useAccount()
  return (userId) => {
    if (userId === account.user_id) return account.display_name
    const member = members?.find((candidate) => candidate.user_id === userId)
    if (member !== undefined) return member.display_name
    const said = entries.find((entry) => entry.kind === 'message' && entry.message.sender_id === userId)
    return said?.kind === 'message' ? said.message.sender_name : null
  }
}
