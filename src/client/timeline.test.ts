import { describe, expect, it } from 'vitest'
import { messageView } from '../../test/helpers/scripted-server.ts'
import { append, appendPage, emptyTimeline, prependPage, type Timeline } from './timeline.ts'

const messages = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => messageView(from + index))
const timeline = (from: number, to: number, change: Partial<Timeline> = {}): Timeline => ({
  messages: messages(from, to),
  hasOlder: false,
  hasNewer: false,
  ...change,
})
const numbers = ({ messages }: Timeline) => messages.map(({ n }) => n)

describe('the window on a room', () => {
  it('begins empty, with more before it where the room has messages', () => {
    expect(emptyTimeline(3)).toEqual({ messages: [], hasOlder: true, hasNewer: false })
    expect(emptyTimeline(0).hasOlder).toBe(false)
  })

  it('takes news at its end, and knows what it has', () => {
    const next = append(timeline(1, 2), messages(2, 3), 10)

    expect(numbers(next)).toEqual([1, 2, 3])
    expect(append(next, messages(1, 3), 10)).toBe(next)
  })

  it('lets its oldest messages go where it grows too large', () => {
    expect(append(timeline(1, 3), messages(4, 5), 3)).toMatchObject({
      messages: messages(3, 5),
      hasOlder: true,
    })
  })

  it('does not take news while it is far back', () => {
    const back = timeline(1, 3, { hasNewer: true })

    expect(append(back, messages(9, 9), 10)).toBe(back)
  })

  it('lets its newest messages go where one pages back too far', () => {
    const next = prependPage(timeline(4, 6), { messages: messages(1, 3), more: false }, 4)

    expect(next).toEqual({ messages: messages(1, 4), hasOlder: false, hasNewer: true })
  })

  it('takes no message twice from a page', () => {
    const older = prependPage(timeline(3, 4), { messages: messages(1, 3), more: true }, 10)
    const newer = appendPage(older, { messages: messages(3, 5), more: false }, 10, 5)

    expect(numbers(newer)).toEqual([1, 2, 3, 4, 5])
    expect(newer).toMatchObject({ hasOlder: true, hasNewer: false })
  })

  it('is at the end only when it has what the log has', () => {
    const back = timeline(1, 2, { hasNewer: true })
    const page = { messages: messages(3, 4), more: false }

    expect(appendPage(back, page, 10, 5).hasNewer).toBe(true)
    expect(appendPage(back, page, 10, 4).hasNewer).toBe(false)
  })
})
