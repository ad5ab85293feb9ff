import { z } from 'zod'
import { logLevels } from '../platform/log.ts'
import { limits } from '../protocol/limits.ts'
import { children } from './children.ts'
import {
  folderOrFile,
  host,
  milliseconds,
  oneOf,
  origins,
  port,
  proxies,
  publicPage,
  publicSocket,
  timeout,
  whole,
  yesOrNo,
} from './values.ts'

/**
 * Every option, its default and its meaning. The JSON Schema, `config.example.json` and `docs/configuration.md` are made
 * from this. Paths are absolute after loading; a port of 0 asks the kernel for a free one.
 */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('Where an editor finds the JSON Schema of this file.'),
  http: z
    .strictObject({
      host: host.default('127.0.0.1').describe('Address that the HTTP server listens on.'),
      port: port.default(7222).describe('Port of the HTTP server; 0 takes any free one.'),
      publicUrl: publicPage
        .nullable()
        .default(null)
        .describe('How browsers reach the HTTP server, when a proxy is in front: https://chat.example.org'),
      trustProxy: proxies
        .default(false)
        .describe(
          'Whose X-Forwarded-* headers are believed: false, the number of proxies in front, or their addresses.',
        ),
    })
    .prefault({}),
  ws: z
    .strictObject({
      host: host.default('127.0.0.1').describe('Address that the WebSocket server listens on.'),
      port: port.default(7223).describe('Port of the WebSocket server; 0 takes any free one.'),
      publicUrl: publicSocket
        .nullable()
        .default(null)
        .describe(
          'How browsers reach the WebSocket server, when a proxy is in front: wss://chat.example.org/ws',
        ),
      allowedOrigins: origins
        .nullable()
        .default(null)
        .describe(
          'Exact origins of pages that may connect. Default: publicUrl, and on loopback 127.0.0.1, localhost and [::1] with the HTTP port.',
        ),
    })
    .prefault({}),
  database: z
    .strictObject({
      path: folderOrFile
        .default('data/chat.db')
        .describe(
          'The SQLite file. Its folder also holds the run directory and the copies made before migrations.',
        ),
    })
    .prefault({}),
  events: z
    .strictObject({
      keepDays: whole(1, 36_500)
        .default(30)
        .describe(
          'How many days of changes are kept for clients that were away; longer away, they load the newest messages anew. Messages stay.',
        ),
    })
    .prefault({}),
  images: z
    .strictObject({
      dir: folderOrFile
        .default('temp/images')
        .describe('Folder of the pictures, served at /temp/images/<filename>.'),
      maxBytes: whole(1024, limits.maxImageBytes * 10)
        .default(limits.maxImageBytes)
        .describe('Largest picture that may be uploaded, in bytes.'),
      maxPixels: whole(1, 268_402_689)
        .default(limits.maxImagePixels)
        .describe('Most pixels that a picture may have.'),
      quotaBytesPerUser: whole(0)
        .nullable()
        .default(2 * 1024 * 1024 * 1024)
        .describe('What the pictures of one user may take on the disk, in bytes; null: no limit.'),
      keepUnsentMs: milliseconds
        .default(86_400_000)
        .describe('How long a picture is kept that no message shows.'),
    })
    .prefault({}),
  auth: z
    .strictObject({
      registration: oneOf(['auto', 'open', 'invite', 'closed'])
        .default('auto')
        .describe(
          'Who may register. auto: open while everything is on loopback and no proxy is configured, else invite.',
        ),
      bcryptCost: whole(4, 16).default(12).describe('Cost of a password hash; one more doubles the time.'),
      sessionIdleMs: whole(60_000)
        .default(14 * 86_400_000)
        .describe('A login ends after this long without use.'),
      sessionMaxMs: whole(60_000)
        .default(90 * 86_400_000)
        .describe('A login ends after this long in any case.'),
    })
    .prefault({}),
  limits: z
    .strictObject({
      requestsPerSecond: whole(1)
        .default(limits.requestsPerSecond)
        .describe('Requests a connection may send, sustained.'),
      requestBurst: whole(1).default(limits.requestBurst).describe('Requests a connection may send at once.'),
      messagesPerSecond: whole(1)
        .default(limits.messagesPerSecond)
        .describe('Messages a user may send, sustained.'),
      messageBurst: whole(1).default(limits.messageBurst).describe('Messages a user may send at once.'),
      connectionsPerUser: whole(1)
        .default(limits.maxConnectionsPerUser)
        .describe('Connections a user may have open.'),
      roomsPerUser: whole(1)
        .default(limits.maxRoomsPerUser)
        .describe('Rooms a user may be in; direct ones are not counted.'),
      madeRoomsPerUser: whole(1)
        .default(limits.maxMadeRoomsPerUser)
        .describe('Rooms a user may make; those that are archived or were left are counted too.'),
      directRoomsPerUser: whole(1)
        .default(limits.maxDirectRoomsPerUser)
        .describe('Direct rooms a user may be the first to open.'),
      sessionsPerUser: whole(1)
        .default(limits.maxSessionsPerUser)
        .describe('Logins a user may have; one more ends the one that was not used for longest.'),
      unauthenticatedPerAddress: whole(1)
        .default(limits.maxUnauthenticatedPerAddress)
        .describe('Connections of one address that have not logged in yet.'),
      loginAttemptsPerMinute: whole(1)
        .default(10)
        .describe('Wrong passwords for one name from one address before it has to wait.'),
      heartbeatIntervalMs: whole(100, 3_600_000)
        .default(limits.heartbeatIntervalMs)
        .describe('How often the WebSocket server pings.'),
    })
    .prefault({}),
  supervisor: z
    .strictObject({
      backoffMinMs: milliseconds
        .default(100)
        .describe('First wait before a child that crashed is started again.'),
      backoffMaxMs: milliseconds.default(15_000).describe('Longest such wait.'),
      maxRestarts: whole(1).default(5).describe('Crashes within windowMs after which a child has failed.'),
      windowMs: milliseconds.default(60_000).describe('The window of maxRestarts.'),
      minUptimeMs: milliseconds
        .default(10_000)
        .describe('A child that was up for this long is restarted at once.'),
      failedRetryMs: milliseconds.default(60_000).describe('How often a failed child is tried again.'),
      onGiveUp: oneOf(['retry', 'exit'])
        .default('retry')
        .describe('exit: leave with code 70 when a child has failed, for systemd or Docker to see.'),
      readyTimeoutMs: timeout.default(15_000).describe('A child that is not ready by then did not start.'),
      heartbeatTimeoutMs: timeout
        .default(5_000)
        .describe('A child that is silent for so long hangs, and is replaced.'),
      drainTimeoutMs: milliseconds
        .default(10_000)
        .describe('How long a child may take to finish what it has.'),
      killTimeoutMs: milliseconds
        .default(2_000)
        .describe('How long after SIGKILL before the supervisor complains.'),
      memoryLimitBytes: whole(64 * 1024 * 1024)
        .nullable()
        .default(null)
        .describe('A server that stays above so much memory is replaced, without a gap; null: no limit.'),
      watch: yesOrNo.default(false).describe('Reload a child when its program changes.'),
      watchDebounceMs: milliseconds
        .default(300)
        .describe('Quiet time after the last change before a reload.'),
      children: children
        .default([])
        .describe(
          'Programs to run besides the servers, each with name, command, args, env, cwd, restart, readyProbe and dependsOn: see docs/operations.md.',
        ),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: oneOf(logLevels).default('info').describe('Least important level that is written.'),
      format: oneOf(['auto', 'pretty', 'json'])
        .default('auto')
        .describe('auto: pretty on a terminal, JSON lines elsewhere.'),
      files: whole(0, 1000)
        .default(5)
        .describe('How many files of the log are kept in logs beside the database; 0 writes none.'),
      fileBytes: whole(65_536, 1_073_741_824)
        .default(10 * 1024 * 1024)
        .describe('When such a file is as long as this, in bytes, the next one is begun.'),
    })
    .prefault({}),
})

export type ConfigInput = z.input<typeof configSchema>

/** Parsed, complete, with absolute paths, and frozen. */
export type Config = DeepReadonly<Omit<z.output<typeof configSchema>, '$schema'>>

type DeepReadonly<T> = T extends (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T
