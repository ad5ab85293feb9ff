import bcrypt from 'bcrypt'
import { describe, expect, test, vi } from 'vitest'
import { createPasswords } from './passwords.ts'

const cost = 4

describe('passwords', () => {
  test('are verified against their hash', async () => {
    const passwords = createPasswords({ cost })

    const hash = await passwords.hash('correct horse')

    expect(await passwords.verify('correct horse', hash)).toBe(true)
    expect(await passwords.verify('correct horsf', hash)).toBe(false)
    expect(hash).toMatch(/^\$2b\$04\$/)
  })

  test('[P-13] are compared where there is no account too, with a hash of the same cost, and never match', async () => {
    const compared = vi.spyOn(bcrypt, 'compare')
    const passwords = createPasswords({ cost })

    expect(await passwords.verify('anything', null)).toBe(false)

    expect(compared).toHaveBeenCalledOnce()
    expect(bcrypt.getRounds(String(compared.mock.calls[0]?.[1]))).toBe(cost)
  })

  test('[P-13] above 72 bytes are refused, never cut', async () => {
    const passwords = createPasswords({ cost })
    const hash = await passwords.hash('é'.repeat(36))

    expect(await passwords.verify('é'.repeat(36), hash)).toBe(true)
    await expect(passwords.verify(`${'é'.repeat(36)}x`, hash)).rejects.toMatchObject({ code: 'bad_request' })
    await expect(passwords.hash('x'.repeat(73))).rejects.toMatchObject({ code: 'bad_request' })
    await expect(passwords.verify('x'.repeat(73), null)).rejects.toMatchObject({ code: 'bad_request' })
  })

  test('run two at a time, thirty wait, and the next is told to come later', async () => {
    const passwords = createPasswords({ cost })
    const gates: (() => void)[] = []
    const slow = async () => {
      await new Promise<void>((resolve) => void gates.push(resolve))
      return true
    }
    // Of bcrypt's two signatures, the types of a spy take the one with a callback.
    vi.spyOn(bcrypt, 'compare').mockImplementation(slow as never)

    const accepted = Array.from({ length: 32 }, () => passwords.verify('x', 'hash'))
    await expect(passwords.verify('x', 'hash')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterMs: 3_000,
    })
    expect(gates).toHaveLength(2)

    for (let opened = 0; opened < 32; opened += 1) {
      await vi.waitFor(() => expect(gates[opened]).toBeDefined())
      expect(gates.length - opened).toBeLessThanOrEqual(2)
      gates[opened]?.()
    }
    expect(await Promise.all(accepted)).toEqual(Array.from({ length: 32 }, () => true))
  })

  test('one that fails does not keep its place', async () => {
    const passwords = createPasswords({ cost })
    vi.spyOn(bcrypt, 'compare').mockRejectedValue(new Error('broken'))
    const failing = Array.from({ length: 4 }, () => passwords.verify('x', 'hash'))
    await Promise.allSettled(failing)
    vi.restoreAllMocks()

    expect(await passwords.verify('x', await passwords.hash('x'))).toBe(true)
  })
})
