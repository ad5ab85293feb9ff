import { expect, test } from 'vitest'
import { en } from './en.ts'
import { createFormat, isSameDay } from './format.ts'
import { zh } from './zh.ts'

const english = createFormat('en-GB', en.conversation)
const chinese = createFormat('zh-Hans', zh.conversation)
const now = new Date(2026, 10, 23, 10, 6).getTime()

test.each([
  [
    new Date(2026, 10, 23, 9, 20),
    { name: 'Today', rest: 'Monday 23 November' },
    { name: '今天', rest: '11月23日 周一' },
  ],
  [
    new Date(2026, 10, 22, 23, 59),
    { name: 'Yesterday', rest: 'Sunday 22 November' },
    { name: '昨天', rest: '11月22日 周日' },
  ],
  [new Date(2026, 10, 17), { name: 'Tuesday', rest: '17 November' }, { name: '11月17日', rest: '周二' }],
  [
    new Date(2025, 0, 1),
    { name: 'Wednesday', rest: '1 January 2025' },
    { name: '2025年1月1日', rest: '周三' },
  ],
])('says the day of %s in both languages', (date, inEnglish, inChinese) => {
  expect(english.day(date.getTime(), now)).toEqual(inEnglish)
  expect(chinese.day(date.getTime(), now)).toEqual(inChinese)
})

test('tells a list when: the time today, the weekday this week, else the date', () => {
  expect(english.brief(new Date(2026, 10, 23, 9, 5).getTime(), now)).toBe('9:05')
  expect(english.brief(new Date(2026, 10, 21).getTime(), now)).toBe('Sat')
  expect(english.brief(new Date(2026, 10, 2).getTime(), now)).toBe('2 Nov')
})

test('counts days by the calendar, not by 24 hours', () => {
  expect(isSameDay(new Date(2026, 10, 22, 23, 59).getTime(), new Date(2026, 10, 23, 0, 1).getTime())).toBe(
    false,
  )
  expect(isSameDay(new Date(2026, 10, 23, 0, 1).getTime(), new Date(2026, 10, 23, 23, 59).getTime())).toBe(
    true,
  )
})

test('says sizes the way a person would', () => {
  expect(english.size(1_900_000)).toBe('1.9 MB')
  expect(english.size(300)).toBe('1 KB')
  expect(english.size(83_400)).toBe('83 KB')
})
