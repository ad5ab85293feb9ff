import { type ProgramOptions, startProgram } from './program.ts'
import { type CpuTime, threadTimes, timesSince } from './thread-times.ts'

export interface ChatLoad {
  dialect: string
  entry: string
  program?: ProgramOptions
  roomCount: number
  /** Connected, in each room. */
  perRoom: number
  /** Of each room, connected or not. */
  members?: number
}

export interface ChatTold {
  delivered: number
  faults: number
  ackMs: { p50: number; p99: number }
}

/** So many, until V8 has compiled what it will: a server runs for months. */
const warmMessages = 20_000

export interface ChatMeasured {
  deliveriesPerCpuSecond: number
  ackMs: ChatTold['ackMs']
  messages: number
  /** What they took, by the threads' names. */
  threads: Map<string, CpuTime>
}

type Ask = <T>(command: string, parameters?: Record<string, unknown>) => Promise<T>

/** A server with rooms full of people who are connected; what `talk` has them do is measured. Faults are thrown. */
export async function measureChat(
  { dialect, entry, program, roomCount, perRoom, members = perRoom }: ChatLoad,
  talk: (ask: Ask) => Promise<ChatTold>,
): Promise<ChatMeasured> {
  const server = await startProgram(new URL(entry, import.meta.url), program)
  const load = await startProgram(new URL('./chatters.ts', import.meta.url))
  try {
    const { port, tokens, rooms } = await server.ask<{ port: number; tokens: string[]; rooms?: number[] }>(
      'listen',
      { roomCount, perRoom, members },
    )
    const numbered = Array.from({ length: roomCount }, (_, i) => i + 1)
    await load.ask('connect', { dialect, port, rooms: rooms ?? numbered, perRoom, tokens })
    await load.ask('talk', { messages: warmMessages, window: 16 })
    const threadsBefore = threadTimes(server.pid)
    const before = await server.ask<{ cpuSeconds: number }>('usage')
    const { delivered, faults, ackMs } = await talk((command, parameters) => load.ask(command, parameters))
    const after = await server.ask<{ cpuSeconds: number }>('usage')
    if (faults > 0) throw new Error(`${dialect}: ${faults} deliveries missing, doubled or out of order`)
    return {
      deliveriesPerCpuSecond: delivered / (after.cpuSeconds - before.cpuSeconds),
      ackMs,
      messages: delivered / perRoom,
      threads: timesSince(threadsBefore, threadTimes(server.pid)),
    }
  } finally {
    await load.stop()
    await server.stop()
  }
}
