/** Runs the suites one after the other, or those that are named: `npm run bench -- fan-out chat`. */
import { execaNode } from 'execa'
import { machine } from './harness/report.ts'

const suites = [
  'fan-out',
  'chat',
  'ack',
  'durability',
  'resume',
  'large-room',
  'history',
  'search',
  'idle',
  'supervisor',
  'follow',
  'backup',
]
const named = process.argv.slice(2)
const unknown = named.filter((name) => !suites.includes(name))
if (unknown.length > 0) {
  console.error(`Expected suites among ${suites.join(', ')}, got ${unknown.join(', ')}.`)
  process.exit(2)
}

console.log(
  Object.entries(machine())
    .map(([key, value]) => `${key}: ${value}`)
    .join(', '),
)
for (const suite of named.length > 0 ? named : suites) {
  await execaNode({ stdio: 'inherit' })`${new URL(`./${suite}.ts`, import.meta.url).pathname}`
}
