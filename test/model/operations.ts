import * as fc from 'fast-check'
import type { ChatClient } from '../../src/client/chat-client.ts'
import { DomainError } from '../../src/domain/errors.ts'
import type { MessageView } from '../../src/protocol/views.ts'
import type { Device } from './device.ts'
import type { World } from './world.ts'

/** Numbers choose among what there is when the step is taken, so that every story makes sense. */
export interface Step {
  readonly do: keyof typeof operations
  readonly who: number
  readonly where: number
  readonly much: number
}

interface Operation {
  /** How often it comes, against the others. */
  readonly weight: number
  run(world: World, step: Step): Promise<void> | void
}

/** All that happens in a world. A new request of the protocol is one more entry. */
export const operations = {
  send: {
    weight: 12,
    async run(world, step) {
      const device = deviceOf(world, step)
      const room = ownRoom(device, step)
      if (room !== undefined) await device.send(room, `${step.do} ${step.much}`)
    },
  },
  edit: {
    weight: 4,
    run(world, step) {
      const message = ownMessage(world, step)
      if (message === undefined) return
      const { message_id, version: expect_version } = message
      const text = `said in other words ${step.much}`
      world.ask(async () =>
        (await live(world, step)).request('message_edit', { message_id, text, expect_version }),
      )
    },
  },
  delete: {
    weight: 2,
    run(world, step) {
      const message = ownMessage(world, step)
      if (message === undefined) return
      const { message_id } = message
      world.ask(async () => (await live(world, step)).request('message_delete', { message_id }))
    },
  },
  react: {
    weight: 4,
    run(world, step) {
      const message = chosen(shownTo(deviceOf(world, step), step), step)
      if (message === undefined) return
      const reaction = { emoji: step.much % 2 === 0 ? '👍' : '🎉', on: step.much % 3 !== 0 }
      const { message_id } = message
      world.ask(async () => (await live(world, step)).request('react', { message_id, ...reaction }))
    },
  },
  create_room: {
    weight: 2,
    run(world, step) {
      const kind = step.much % 2 === 0 ? 'open' : 'private'
      const name = `Room ${world.rooms.length} ${step.much}`
      world.ask(async () => {
        const { room } = await (await live(world, step)).request('room_create', { kind, name })
        world.rooms.push(room.id)
      })
    },
  },
  join_room: {
    weight: 3,
    run(world, step) {
      const room = anyRoom(world, step)
      world.ask(async () => (await live(world, step)).request('room_join', { room }))
    },
  },
  leave_room: {
    weight: 2,
    run(world, step) {
      const room = anyRoom(world, step)
      world.ask(async () => (await live(world, step)).request('room_leave', { room }))
    },
  },
  open_direct: {
    weight: 2,
    run(world, step) {
      const user = someUser(world, step)
      if (user === undefined) return
      world.ask(async () => {
        const { room } = await (await live(world, step)).request('dm_open', { user_ids: [user] })
        if (!world.rooms.includes(room.id)) world.rooms.push(room.id)
      })
    },
  },
  kick: {
    weight: 2,
    run(world, step) {
      const [room, user] = [anyRoom(world, step), someUser(world, step)]
      if (user === undefined) return
      world.ask(async () => (await live(world, step)).request('room_kick', { room, user_id: user }))
    },
  },
  /** More often ended than begun, or soon nobody would be left to talk. */
  ban: {
    weight: 2,
    run(world, step) {
      const [room, user] = [anyRoom(world, step), someUser(world, step)]
      if (user === undefined) return
      const ban = { room, user_id: user, on: step.much % 3 === 0 }
      world.ask(async () => (await live(world, step)).request('room_ban', ban))
    },
  },
  invite: {
    weight: 2,
    run(world, step) {
      const device = deviceOf(world, step)
      const room = ownRoom(device, step)
      const user = someUser(world, step)
      if (room === undefined || user === undefined) return
      world.ask(async () => (await live(world, step)).request('room_invite', { room, user_ids: [user] }))
    },
  },
  read: {
    weight: 3,
    run(world, step) {
      const device = deviceOf(world, step)
      const room = ownRoom(device, step)
      if (room !== undefined) device.client().markRead(room)
    },
  },
  write_beside: {
    weight: 4,
    async run(world, step) {
      const userId = deviceOf(world, step).client().getState().account?.user_id
      const posted = world.beside().execute('post_message', {
        ...{ senderId: Number(userId), roomId: Number(anyRoom(world, step)), clientMessageId: null },
        ...{ text: `beside ${step.much}`, imageIds: [], replyTo: null },
      })
      await posted.catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error
      })
    },
  },
  sleep: { weight: 2, run: (world, step) => deviceOf(world, step).client().close() },
  wake: { weight: 3, run: (world, step) => deviceOf(world, step).client().connect() },
  reload: { weight: 1, run: (world, step) => deviceOf(world, step).reload() },
  cut: { weight: 2, run: (world) => world.proxy.cut() },
  kill: { weight: 1, run: (world) => world.killServer() },
  back_up: { weight: 1, run: (world) => world.backUp() },
  restore: { weight: 1, run: (world) => world.restore() },
  pause: { weight: 4, run: (_world, { much }) => new Promise((resolve) => setTimeout(resolve, much % 30)) },
} satisfies Record<string, Operation>

/** A story, and after how many bytes its connections break, one after the other and from the start again. */
export interface Story {
  readonly steps: readonly Step[]
  readonly cutAfterBytes: readonly number[]
}

export function stories({ maxSteps }: { maxSteps: number }): fc.Arbitrary<Story> {
  const names = Object.entries(operations).map(([name, { weight }]) => ({
    weight,
    arbitrary: fc.constant(name as Step['do']),
  }))
  // Connections that are cut all the time are told little, and what they are wrongly told is not seen.
  const allowance = fc.oneof(fc.integer({ min: 300, max: 12_000 }), fc.constant(1_000_000))
  const choice = fc.nat({ max: 99 })
  const step = fc.record({ do: fc.oneof(...names), who: choice, where: choice, much: choice })
  return fc.record({
    steps: fc.array(step, { minLength: 10, maxLength: maxSteps, size: 'max' }),
    cutAfterBytes: fc.array(allowance, { minLength: 1, maxLength: 20 }),
  })
}

function deviceOf(world: World, { who }: Step): Device {
  return world.devices[who % world.devices.length] as Device
}

/** A request that finds no connection is none; one that is cut on its way is what this is about. */
async function live(world: World, step: Step): Promise<ChatClient> {
  const client = deviceOf(world, step).client()
  await client.whenLive()
  return client
}

function someUser({ devices }: World, { much }: Step): string | undefined {
  return devices[much % devices.length]?.client().getState().account?.user_id
}

function anyRoom(world: World, { where }: Step): string {
  return world.rooms[where % world.rooms.length] as string
}

function ownRoom(device: Device, { where }: Step): string | undefined {
  const own = [...device.client().getState().rooms.keys()]
  return own[where % own.length]
}

function shownTo(device: Device, step: Step): MessageView[] {
  const room = device
    .client()
    .getState()
    .rooms.get(ownRoom(device, step) ?? '')
  return (room?.entries ?? []).flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []))
}

function ownMessage(world: World, step: Step): MessageView | undefined {
  const device = deviceOf(world, step)
  const user = device.client().getState().account?.user_id
  return chosen(
    shownTo(device, step).filter(({ sender_id }) => sender_id === user),
    step,
  )
}

function chosen<T>(list: readonly T[], { much }: Step): T | undefined {
  return list[much % list.length]
}
