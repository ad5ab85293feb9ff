import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import type { RoomState } from '../../../client/chat-state.ts'
import { useAccount } from '../../app/chat.tsx'
import { useRoute } from '../../app/route.ts'
import { useText } from '../../i18n/language.tsx'
import { Beginning, DateMarker, NewMessagesMarker, SystemLine } from '../messages/markers.tsx'
import { MessageRow } from '../messages/message-row.tsx'
import { useSystemLines } from '../messages/system-lines.ts'
import { buildTimeline, type NewMarker, type TimelineRow } from '../messages/timeline.ts'
import { roomTitle } from '../people/person-name.ts'
import { useNames } from '../people/use-names.ts'
import { LogRow } from './log-row.tsx'
import styles from './message-log.module.css'
import { useFirstUnread } from './use-first-unread.ts'
import { useLogFocus } from './use-log-focus.ts'
import { useLogJump } from './use-log-jump.ts'
import { useLogScroll } from './use-log-scroll.ts'
import { useRowKeys } from './use-row-keys.ts'

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
  const isComplete = !state.hasOlder
  const rows = useMemo(
    () => buildTimeline({ entries, lines, marker, isComplete, ownId: account.user_id }),
    [entries, lines, marker, isComplete, account.user_id],
  )
  const { at } = useRoute()
  const isLed = at !== null
  const isOnWay = useFirstUnread(state, marker, isLed)
  const scroll = useLogScroll({
    state,
    rows,
    scroller,
    virtualizer,
    ownId: account.user_id,
    isLed,
    isOnWay,
  })
  useLogJump({ state, rows, at, toRow: scroll.toRow })
  const focus = useLogFocus({ rows, scroller, virtualizer })
  const nameOf = useNames(state)
  const onRowKey = useRowKeys(rows[focus.activeIndex])
  const onKeyDown = (event: KeyboardEvent) => {
    focus.onKeyDown(event)
    onRowKey(event)
  }

  return (
    <div className={styles.place}>
      {/* The arrow keys move between messages, each of which can be focused. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-live="off"
        aria-label={text.conversation.log(roomTitle(state.room, text))}
        aria-busy={state.isLoading}
        onKeyDown={onKeyDown}
        onFocus={focus.onFocusIn}
        onBlur={focus.onBlur}
        onScroll={scroll.onScroll}
      >
        <div className={`${styles.column} ${scroll.isPlaced ? '' : styles.unplaced}`}>
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
              <LogRow
                key={row.key}
                row={row}
                index={index}
                isActive={index === focus.activeIndex}
                onFocus={focus.onFocus}
              >
                {renderRow(row)}
              </LogRow>
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
        return <Beginning room={state.room} />
      default:
        return row satisfies never
    }
  }
}
