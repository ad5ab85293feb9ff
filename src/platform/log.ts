import pino from 'pino'
import { sourceStack } from './source-stack.ts'

export type LogFields = Readonly<Record<string, unknown>>

/**
 * A log line is one JSON object: an event's name and its fields. No prose, no secrets, no message bodies.
 * `error` means that someone must act.
 */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
  child(fields: LogFields): Log
}

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Writes JSON lines to standard output; the supervisor makes them pretty, or passes them on. */
export function createLog(options: { level: LogLevel; name: string }): Log {
  return wrap(
    pino({
      level: options.level,
      base: { name: options.name, pid: process.pid },
      messageKey: 'event',
      timestamp: () => `,"time":${Date.now()}`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: withSourceStack },
    }),
  )
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog }

function withSourceStack(error: Error): unknown {
  const logged = pino.stdSerializers.err(error)
  return logged?.stack === undefined ? logged : { ...logged, stack: sourceStack(logged.stack) }
}

function wrap(logger: pino.Logger): Log {
  return {
    debug: (event, fields) => logger.debug(fields ?? {}, event),
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
    child: (fields) => wrap(logger.child(fields)),
  }
}
