import { existsSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { temporaryDatabasePath } from '../../../test/helpers/temporary-database.ts'
import { createBallast } from './ballast.ts'

test('takes its room once, for its owner alone, and gives it back', async () => {
  const databasePath = await temporaryDatabasePath()
  const file = `${databasePath}-ballast`
  const ballast = createBallast(databasePath, 200_000)

  ballast.fill()
  ballast.fill()

  expect(statSync(file)).toMatchObject({ size: 200_000 })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(ballast.release()).toBe(true)
  expect(existsSync(file)).toBe(false)
  expect(ballast.release()).toBe(false)
})
