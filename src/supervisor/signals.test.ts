import { expect, onTestFinished, test } from 'vitest'
import { handleSignals } from './signals.ts'

function hear({ isTerminal }: { isTerminal: boolean }): readonly string[] {
  const asked: string[] = []
  const ask = (what: string) => () => void asked.push(what)
  onTestFinished(
    handleSignals({ stop: ask('stop'), kill: ask('kill'), reload: ask('reload') }, { isTerminal }),
  )
  return asked
}

test('a window that closes stops the stack of its terminal, and a second one kills', () => {
  const asked = hear({ isTerminal: true })

  process.emit('SIGHUP')
  process.emit('SIGHUP')

  expect(asked).toEqual(['stop', 'kill'])
})

test('without a terminal SIGHUP reloads, as often as it comes', () => {
  const asked = hear({ isTerminal: false })

  process.emit('SIGHUP')
  process.emit('SIGHUP')

  expect(asked).toEqual(['reload', 'reload'])
})

test.each(['SIGTERM', 'SIGINT'] as const)('%s stops, and whatever ends comes second kills', (signal) => {
  const asked = hear({ isTerminal: false })

  process.emit(signal)
  process.emit('SIGTERM')

  expect(asked).toEqual(['stop', 'kill'])
})
