import { afterEach, beforeEach, expect, test } from 'vitest'
import { type HttpStack, startHttpStack } from '../../../../test/helpers/http-stack.ts'

let stack: HttpStack

beforeEach(async () => {
  stack = await startHttpStack()
})

afterEach(() => stack.stop())

function redeem(ticket: unknown, headers: Record<string, string> = {}) {
  return stack.fetch('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: stack.origin, ...headers },
    body: typeof ticket === 'string' ? JSON.stringify({ ticket }) : JSON.stringify(ticket),
  })
}

test('[P-14] trades a ticket for a cookie that no script reads and no other site sends', async () => {
  const response = await redeem('ticket-ann')

  expect(response.status).toBe(204)
  const [cookie = '', ...attributes] = (response.headers.get('set-cookie') ?? '').split('; ')
  expect(cookie).toBe(`chat_stack_${stack.port}=token-ann`)
  expect(attributes).toEqual(
    expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/', 'Max-Age=7776000']),
  )
  expect(attributes).not.toContain('Secure')
})

test('[P-14] keeps the cookie to TLS where browsers come by TLS', async () => {
  const secure = await startHttpStack({ config: { http: { publicUrl: 'https://chat.example.org' } } })

  const response = await secure.fetch('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Origin: 'https://chat.example.org' },
    body: '{"ticket":"ticket-ann"}',
  })

  expect(response.headers.get('set-cookie')).toContain('; Secure')
  await secure.stop()
})

test('[P-14] takes a ticket once', async () => {
  await redeem('ticket-ann')

  const again = await redeem('ticket-ann')

  expect(again.status).toBe(401)
  expect(again.headers.get('set-cookie')).toBeNull()
  expect(await again.json()).toMatchObject({ error: { code: 'invalid_credentials', retryable: false } })
})

test('[P-15] a proxy’s password, which browsers add by themselves, stands for no origin', async () => {
  const Authorization = `Basic ${btoa('proxy:password')}`
  const Cookie = `chat_stack_${stack.port}=token-ann`

  const foreign = await redeem('ticket-ann', { Authorization, Origin: 'http://evil.example' })
  const own = await stack.fetch('/session', { headers: { Authorization, Cookie } })

  expect(foreign.status).toBe(403)
  expect(await own.json()).toMatchObject({ username: 'ann' })
})

test.each([
  ['nothing', {}],
  ['a number', { ticket: 7 }],
  ['a list', []],
  ['a ticket of a kilobyte', { ticket: 'x'.repeat(1000) }],
  ['a prototype', JSON.parse('{"__proto__":{"ticket":"ticket-ann"}}')],
])('refuses %s for a ticket', async (_name, body) => {
  const response = await redeem(body)

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: { code: 'bad_request' } })
})

test('refuses what is not JSON, and what is too much of it', async () => {
  const send = (body: string, type = 'application/json') =>
    stack.fetch('/session', { method: 'POST', headers: { 'Content-Type': type, Origin: stack.origin }, body })

  expect((await send('{"ticket"')).status).toBe(400)
  expect((await send('ticket=ticket-ann', 'application/x-www-form-urlencoded')).status).toBe(400)
  expect((await send(`{"ticket":"${'x'.repeat(10_000)}"}`)).status).toBe(413)
})

test('tells a browser by its cookie, and a program by its token, who they are', async () => {
  const byCookie = await stack.fetch('/session', {
    headers: { Cookie: `other=1; chat_stack_${stack.port}=token-ann` },
  })
  const byToken = await stack.fetch('/session', { headers: { Authorization: 'Bearer token-bob' } })

  expect(await byCookie.json()).toEqual({
    user_id: '1',
    username: 'ann',
    display_name: 'ANN',
    role: 'member',
  })
  expect(await byToken.json()).toMatchObject({ user_id: '2' })
  expect(byCookie.headers.get('cache-control')).toBe('no-store')
})

test.each([
  ['nobody', {}],
  ['the cookie of another stack on this host', { Cookie: 'chat_stack_1=token-ann' }],
  ['an empty token', { Authorization: 'Bearer ' }],
  ['another scheme', { Authorization: 'Basic token-ann' }],
  ['a token of 8 kB', { Authorization: `Bearer ${'x'.repeat(8000)}` }],
])('knows nobody by %s', async (_name, headers: Record<string, string>) => {
  expect((await stack.fetch('/session', { headers })).status).toBe(401)
})

test('ends the login on the server and in the browser', async () => {
  const headers = { Cookie: `chat_stack_${stack.port}=token-ann`, Origin: stack.origin }

  const response = await stack.fetch('/session', { method: 'DELETE', headers })

  expect(response.status).toBe(204)
  expect(response.headers.get('set-cookie')).toMatch(/^chat_stack_\d+=; Path=\/; Expires=Thu, 01 Jan 1970/)
  expect((await stack.fetch('/session', { headers })).status).toBe(401)
})

test('ends a login that is over already', async () => {
  const response = await stack.fetch('/session', { method: 'DELETE', headers: { Origin: stack.origin } })

  expect(response.status).toBe(204)
})

test('moves the idle limit of a login that is due for it', async () => {
  stack.store.state.dueForTouch = true

  await stack.fetch('/session', { headers: { Authorization: 'Bearer token-bob' } })

  expect(stack.store.touched).toEqual([2])
})

test('makes one address that asks too often wait', async () => {
  const statuses: number[] = []
  for (let count = 0; count < 241; count += 1) statuses.push((await redeem('wrong')).status)

  const refused = await redeem('wrong')
  expect(statuses.slice(0, 240)).toEqual(Array<number>(240).fill(401))
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ error: { code: 'rate_limited', retryable: true } })
})
