import type { QueryResult } from '../domain/queries.ts'
import type { Store } from '../domain/store.ts'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { nearest } from '../platform/nearest.ts'

export type NamedRoom = QueryResult<'all_rooms'>[number]

/** By its name, or by its id where several private rooms have the same name. Suggests a near name where there is none. */
export async function findRoom(store: Store, given: string): Promise<NamedRoom> {
  const rooms = await store.read('all_rooms', {})
  const folded = given.toLocaleLowerCase()
  const called = rooms.filter(({ name }) => name.toLocaleLowerCase() === folded)
  const [found] = called.length > 0 ? called : rooms.filter(({ id }) => String(id) === given)
  if (called.length > 1) throw ambiguous(given, called)
  if (found !== undefined) return found
  const names = rooms.map(({ name }) => name)
  const meant = nearest(given, names)
  throw new ExitError(exitCodes.error, `Expected the name of a room, got ${JSON.stringify(given)}.`, {
    next: meant === undefined ? 'chat-stack room list shows them all.' : `Did you mean ${meant}?`,
  })
}

function ambiguous(given: string, called: readonly NamedRoom[]): ExitError {
  const ids = called.map(({ id }) => id).join(', ')
  return new ExitError(exitCodes.error, `Expected one room, but ${called.length} are called "${given}".`, {
    next: `Name it by its id: ${ids}; chat-stack room list --json tells them apart.`,
  })
}
