import { expect, test } from 'vitest'
import { redact, redactText } from './redact.ts'

const token = 'q3Vx_0aZ9sKp-7fYw2LrT4bNcE8uHdJm1oGi6tXkQzA'

test.each([
  [`GET /?ticket=${token} failed`, 'GET /?ticket=[redacted] failed'],
  [`http://h/#claim=${token}`, 'http://h/#claim=[redacted]'],
  ['authorization: Bearer abc.def', 'authorization: [redacted]'],
  ['{"Cookie": "a=1; b=2", "x": 1}', '{"Cookie": "[redacted]", "x": 1}'],
  ['Bearer abc.def-1', 'Bearer [redacted]'],
  ['password="hunter2" user=bob', 'password="[redacted]" user=bob'],
  [`saw ${token}.`, 'saw [redacted].'],
  [`sha ${'0a'.repeat(20)}`, 'sha [redacted]'],
])('%s', (text, shown) => {
  expect(redactText(text)).toBe(shown)
})

test.each([
  'the token expired',
  'at createImageIntakeForVeryLongFunctionNames (file:///srv/chat-stack/dist/src/domain/images/intake.js:12:3)',
  'child_running pid=4711',
])('%s stays', (text) => {
  expect(redactText(text)).toBe(text)
})

test('goes into objects and lists, and by the names of keys', () => {
  const fields = { password: 'x', nested: [{ sessionToken: 5, at: 1 }, token], cookie: null, ok: true }

  expect(redact(fields)).toEqual({
    password: '[redacted]',
    nested: [{ sessionToken: '[redacted]', at: 1 }, '[redacted]'],
    cookie: null,
    ok: true,
  })
})
