import { create } from 'zustand'
import type { ChatClient } from '../../../client/chat-client.ts'
import type { EventPayload } from '../../../protocol/events.ts'
import type { SystemLine } from './timeline.ts'

/** So many a room; the oldest go first. They are told live and after a gap; history does not bring them again. */
const maxLinesPerRoom = 200

const none: readonly SystemLine[] = []

const useLines = create<{ rooms: Readonly<Record<string, readonly SystemLine[]>> }>(() => ({ rooms: {} }))

/** The comings and goings of a room since this page was opened. */
export function useSystemLines(room: string): readonly SystemLine[] {
  return useLines((state) => state.rooms[room] ?? none)
}

/** Collects from now on; the returned function stops it, and forgets. */
export function collectSystemLines(client: ChatClient): () => void {
  const stop = client.on('member_changed', (line) => {
    if (!isTold(line)) return
    useLines.setState(({ rooms }) => ({
      rooms: { ...rooms, [line.room]: [...(rooms[line.room] ?? none), line].slice(-maxLinesPerRoom) },
    }))
  })
  return () => {
    stop()
    useLines.setState({ rooms: {} })
  }
}

function isTold(line: EventPayload<'member_changed'>): line is SystemLine {
  return line.change !== 'muted' && line.change !== 'unmuted'
}
