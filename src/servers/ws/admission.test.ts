import { describe, expect, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { type Admission, createAdmission } from './admission.ts'
import { bounds } from './bounds.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

function setUp() {
  const clock = createManualClock()
  const admission = createAdmission({ clock, strangersPerAddress: 2 })
  return { clock, admission, log: [] as string[] }
}

function ask(
  admission: Admission,
  log: string[],
  name: string,
  options: { address?: string; isGone?: boolean } = {},
) {
  admission.ask({
    address: options.address ?? '198.51.100.1',
    admit: () => log.push(`${name} admitted`),
    refuse: () => log.push(`${name} refused`),
    isGone: () => options.isGone ?? false,
  })
}

describe('admission', () => {
  test('[P-10] more strangers of one address than allowed wait until one is none any more', async () => {
    const { admission, log } = setUp()
    for (const name of ['a', 'b', 'c', 'd']) ask(admission, log, name)
    await turn()
    expect(log).toEqual(['a admitted', 'b admitted'])

    admission.release('198.51.100.1')
    await turn()
    expect(log).toEqual(['a admitted', 'b admitted', 'c admitted'])
  })

  test('[P-10] one address does not fill another’s place', async () => {
    const { admission, log } = setUp()
    for (const name of ['a', 'b', 'c']) ask(admission, log, name)
    ask(admission, log, 'other', { address: '203.0.113.9' })
    await turn()
    expect(log).toContain('other admitted')
  })

  test('who waits for too long is refused, once', async () => {
    const { admission, clock, log } = setUp()
    for (const name of ['a', 'b', 'c']) ask(admission, log, name)
    clock.advance(bounds.handshakeWaitMs)
    admission.release('198.51.100.1')
    await turn()
    expect(log).toEqual(['c refused', 'a admitted', 'b admitted'])
    expect(clock.pending()).toBe(0)
  })

  test('who is gone by then takes no place', async () => {
    const { admission, log } = setUp()
    ask(admission, log, 'a', { isGone: true })
    for (const name of ['b', 'c']) ask(admission, log, name)
    await turn()
    await turn()
    expect(log).toEqual(['b admitted', 'c admitted'])
  })

  test('no more than so many are admitted in one turn of the loop', async () => {
    const { admission, log } = setUp()
    const askers = bounds.maxHandshakesPerTurn * 2
    for (let index = 0; index < askers; index += 1)
      ask(admission, log, `${index}`, { address: `10.0.0.${index}` })
    await turn()
    expect(log).toHaveLength(bounds.maxHandshakesPerTurn)
    await turn()
    expect(log).toHaveLength(askers)
  })

  test('when it stops, whoever waits and whoever comes is refused', async () => {
    const { admission, clock, log } = setUp()
    for (const name of ['a', 'b', 'c']) ask(admission, log, name)
    await turn()
    admission.stop()
    admission.stop()
    ask(admission, log, 'd')
    expect(log).toEqual(['a admitted', 'b admitted', 'c refused', 'd refused'])
    expect(clock.pending()).toBe(0)
  })
})
