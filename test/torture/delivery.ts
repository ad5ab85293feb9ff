/**
 * What was acked is there, everywhere, once, in order: shown with full counts, under kills and power cuts.
 * `npm run torture:delivery -- --parts kills,power --kills 1000 --acks 100000 --cuts 500 --seconds 3600`
 *
 * Ends with 1 where a promise was broken, or could not be tested to the end.
 */
import { parseArgs } from 'node:util'
import { killLedger } from './kill-ledger.ts'
import { modelStories } from './model-stories.ts'
import { type Outcome, printOutcomes } from './outcome.ts'
import { powerCuts } from './power-cuts.ts'

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: 'power,kills,model' },
    kills: { type: 'string', default: '1000' },
    acks: { type: 'string', default: '100000' },
    cuts: { type: 'string', default: '500' },
    /** For each part that takes as long as it is let. */
    seconds: { type: 'string', default: '3600' },
  },
})
const deadlineMs = Number(values.seconds) * 1_000

const parts: Record<string, () => Promise<Outcome>> = {
  power: () => powerCuts({ cuts: Number(values.cuts), messages: 3_000 }),
  model: () => modelStories({ deadlineMs }),
  kills: () => killLedger({ kills: Number(values.kills), acks: Number(values.acks), deadlineMs }),
}

const outcomes: Outcome[] = []
for (const name of values.parts.split(',')) {
  const part = parts[name]
  if (part === undefined)
    throw new Error(`Expected parts among ${Object.keys(parts).join(', ')}, got ${name}`)
  console.log(`${name} …`)
  outcomes.push(await part())
}
printOutcomes(outcomes)
const isKept = outcomes.every(({ violations }) => violations.length === 0)
console.log(`\n${isKept ? 'Every promise was kept.' : 'A promise was broken.'}`)
process.exitCode = isKept ? 0 : 1
