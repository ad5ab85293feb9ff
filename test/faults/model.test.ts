import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { keptStories } from '../model/cases.ts'
import { live } from '../model/model.ts'
import { stories } from '../model/operations.ts'

const randomStories = 3
/** A story that fails is told shorter and shorter, each time until its deadline. */
const longestSearchMs = 120_000

test('[P-21] [P-25] [P-32] [P-52] whatever happens, every message lands once, and everybody has the log that is theirs', async () => {
  await fc.assert(
    fc.asyncProperty(stories({ maxSteps: 60 }), async (story) => {
      expect(await live(story)).toEqual([])
    }),
    {
      numRuns: keptStories.length + randomStories,
      examples: keptStories.map((story) => [story]),
      interruptAfterTimeLimit: longestSearchMs,
    },
  )
}, 240_000)
