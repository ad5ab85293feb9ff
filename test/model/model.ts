import type { RoomState } from '../../src/client/chat-client.ts'
import type { MessageView } from '../../src/protocol/views.ts'
import type { Device, Heard } from './device.ts'
import { operations, type Story } from './operations.ts'
import { readTruth, type StoredMessage, type Truth } from './truth.ts'
import { openWorld, type Past, type World } from './world.ts'

/** Clients complete within 5 s after they are connected again; a loaded machine gets some more. */
const settleDeadlineMs = 20_000
const lookAgainMs = 20

/**
 * Lives a story in a world of its own, then lets the network be whole and everybody come back. Returns what is not as it
 * should be then: nothing lost, nothing twice, in order, and nobody was told what was not theirs.
 */
export async function live(story: Story): Promise<string[]> {
  const world = await openWorld()
  try {
    let connection = 0
    world.proxy.limit(
      () => story.cutAfterBytes[connection++ % story.cutAfterBytes.length] ?? Number.POSITIVE_INFINITY,
    )
    world.proxy.cut()
    for (const step of story.steps) await operations[step.do].run(world, step)
    world.proxy.limit(() => Number.POSITIVE_INFINITY)
    for (const { client } of world.devices) client().connect()
    return await settledFaults(world)
  } finally {
    await world.close()
  }
}

/** Looks until there is nothing to find fault with, or the time is over: then what is left is a fault. */
async function settledFaults(world: World): Promise<string[]> {
  const deadlineMs = performance.now() + settleDeadlineMs
  for (;;) {
    const unsettled = world.devices.flatMap(unsettledIn)
    const faults = unsettled.length > 0 ? unsettled : faultsOf(world)
    if (faults.length === 0 || performance.now() > deadlineMs) return faults
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
  }
}

function unsettledIn({ name, client }: Device): string[] {
  const { connection, rooms } = client().getState()
  if (connection.name !== 'live') return [`${name} is ${connection.name}`]
  return [...rooms.values()].flatMap((state) => {
    const { room, entries, isCatchingUp, isLoading } = state
    if (entries.length < Math.min(room.last_n, 1)) client().openRoom(room.id)
    const isWaiting = entries.some(
      (entry) => entry.kind === 'outgoing' && entry.message.delivery.name !== 'failed',
    )
    return isWaiting || isCatchingUp || isLoading ? [`${name} does not come to rest in room ${room.id}`] : []
  })
}

function faultsOf({ devices, databasePath, pasts }: World): string[] {
  const truth = readTruth(databasePath)
  return [
    ...truth.faults,
    ...pasts.flatMap((past) => faultsOfPast(past)),
    ...lostAfterRestore(truth, pasts),
    ...devices.flatMap((device) => [
      ...notLanded(device, truth, pasts),
      ...wrongRooms(device, truth),
      ...wronglyHeard(device, device.heard(), truth),
      ...leaked(device, device.heard(), truth),
    ]),
  ]
}

function faultsOfPast({ truth, heard }: Past): string[] {
  return [
    ...truth.faults,
    ...heard.flatMap(({ device, heard: told }) => [
      ...wronglyHeard(device, told, truth),
      ...leaked(device, told, truth),
    ]),
  ]
}

/** [P-33] What a backup brought back is there until the next one is restored. */
function lostAfterRestore(truth: Truth, pasts: readonly Past[]): string[] {
  return pasts.flatMap(({ restored }, index) => {
    const next = keysIn(pasts[index + 1]?.truth ?? truth)
    return [...keysIn(restored)]
      .filter((key) => !next.has(key))
      .map((key) => `${key} was restored, and is lost`)
  })
}

function keysIn({ messages }: Truth): Set<string> {
  return new Set([...messages.values()].flatMap((stored) => stored.map(({ key }) => key)))
}

/**
 * Every key landed once, in the order of its sending. One that the client gave up may have landed; one that had landed
 * before a backup was restored need not have done so again.
 */
function notLanded({ name, sent, failed }: Device, truth: Truth, pasts: readonly Past[]): string[] {
  const before = new Set(pasts.flatMap((past) => [...keysIn(past.truth)]))
  return [...new Set(sent.map(({ room }) => room))].flatMap((room) => {
    const own = sent.filter((message) => message.room === room).map(({ key }) => key)
    const keys = (truth.messages.get(room) ?? []).map(({ key }) => key)
    const landed = keys.filter((key) => own.includes(key))
    const lost = own.filter((key) => !failed.has(key) && !before.has(key) && !landed.includes(key))
    const expected = own.filter((key) => landed.includes(key))
    return [
      lost.map((key) => `${name} sent ${key} to room ${room}, and it is lost`),
      expected.join() === landed.join() ? [] : [`what ${name} sent to room ${room} is out of order`],
    ].flat()
  })
}

/** The client's rooms, unread counts and logs are the database's. */
function wrongRooms({ name, client }: Device, truth: Truth): string[] {
  const { rooms, account } = client().getState()
  const own = truth.members.filter(({ user }) => user === account?.user_id)
  const strange = [...rooms.keys()].filter((id) => !own.some(({ room }) => room === id))
  return [
    ...strange.map((id) => `${name} has room ${id}, and is no member`),
    ...own.flatMap(({ room, unread, lastSeq }) => {
      const state = rooms.get(room)
      if (state === undefined) return [`${name} is a member of room ${room}, and does not have it`]
      return [
        differing(`${name}'s unread count of room ${room}`, state.unread, unread),
        differing(`${name}'s head of room ${room}`, state.room.last_seq, lastSeq),
        wrongLog(name, state, truth),
      ].flat()
    }),
  ]
}

function wrongLog(name: string, { room, entries }: RoomState, truth: Truth): string[] {
  const stored = truth.messages.get(room.id) ?? []
  const shown = entries.flatMap(({ kind, message }) => (kind === 'message' ? [shownAs(message)] : []))
  const newest = stored.slice(stored.length - shown.length).map(storedAs)
  if (stored.length > 0 && shown.length === 0) return [`${name} is shown nothing of room ${room.id}`]
  return differing(`${name}'s log of room ${room.id}`, shown.join('\n'), newest.join('\n'))
}

/** Key, words and reactions, as they stand after all edits and deletions. */
function shownAs({
  client_msg_id: key,
  text,
  version,
  deleted = false,
  reactions = {},
}: MessageView): string {
  const own = Object.entries(reactions).flatMap(([emoji, users]) => users.map((user) => `${emoji} ${user}`))
  return line({ key, text, version, deleted, reactions: own.toSorted() })
}

function storedAs(message: StoredMessage): string {
  return line(message)
}

function line({ key, text, version, deleted, reactions }: Omit<StoredMessage, 'seq' | 'n'>): string {
  return [key, JSON.stringify(text), version, deleted ? 'deleted' : 'there', ...reactions].join(' ')
}

/** In order, each once, as the database has it. */
function wronglyHeard({ name }: Device, { hearings }: Heard, truth: Truth): string[] {
  return hearings.flatMap(({ rooms }) =>
    [...rooms].flatMap(([room, heard]) => {
      const stored = new Map((truth.messages.get(room) ?? []).map(({ seq, key }) => [seq, key]))
      return heard.flatMap(({ seq, key }, index) => {
        const before = heard[index - 1]?.seq ?? 0
        return [
          ...(seq > before ? [] : [`${name} heard ${seq} of room ${room} after ${before}`]),
          ...(stored.get(seq) === key ? [] : [`${name} heard ${key} as ${seq} of room ${room}`]),
        ]
      })
    }),
  )
}

/** [P-52] Nobody is told of a room that they are not in; who comes back later may be told what came before. */
function leaked({ name, client }: Device, { told }: Heard, truth: Truth): string[] {
  const user = client().getState().account?.user_id
  return told.flatMap(({ room, seq }) => {
    const mayKnow = truth.stays.some((stay) => stay.room === room && stay.user === user && seq < stay.to)
    return mayKnow ? [] : [`${name} was told ${seq} of room ${room}, and was not in it`]
  })
}

function differing<T>(what: string, got: T, expected: T): string[] {
  return got === expected ? [] : [`${what}: expected ${String(expected)}, got ${String(got)}`]
}
