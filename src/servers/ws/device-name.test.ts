import { expect, test } from 'vitest'
import { deviceName } from './device-name.ts'

test.each([
  [undefined, 'A program'],
  ['', 'A program'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  ['my-bot/1.0', 'my-bot/1.0'],
  [`bot\u0000\n${'x'.repeat(300)}`, `bot  ${'x'.repeat(123)}`],
])('%.60j is %s', (userAgent, expected) => {
  expect(deviceName(userAgent)).toBe(expected)
})
