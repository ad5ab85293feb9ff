import * as fc from 'fast-check'
import { live } from '../model/model.ts'
import { type Story, stories } from '../model/operations.ts'
import type { Outcome } from './outcome.ts'

/** [promises 1, 5] The model test, for as long as it is let, with stories that no run has lived before. */
export async function modelStories({ deadlineMs }: { deadlineMs: number }): Promise<Outcome> {
  let lived = 0
  let steps = 0
  const startMs = performance.now()
  const story = fc.asyncProperty(stories({ maxSteps: 200 }), async (told: Story) => {
    const faults = await live(told)
    lived += 1
    steps += told.steps.length
    if (lived % 20 === 0)
      console.log(`  ${lived} stories, ${Math.round((performance.now() - startMs) / 1_000)} s`)
    if (faults.length > 0) throw new Error(faults.join('\n'))
  })
  const details = await fc.check(story, {
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: deadlineMs,
    markInterruptAsFailure: false,
  })
  return {
    name: 'model stories',
    figures: { seed: String(details.seed), stories: lived, steps },
    violations: details.failed
      ? [`${String(details.errorInstance)}\nseed ${details.seed}, ${JSON.stringify(details.counterexample)}`]
      : [],
  }
}
