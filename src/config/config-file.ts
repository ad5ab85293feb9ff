import { readFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigError } from './mistake.ts'
import type { Environment } from './overrides.ts'

export interface ConfigFile {
  /** Absolute. */
  readonly file: string
  readonly text: string
}

const defaultFile = 'chat-stack.json'
const maxFileBytes = 1024 * 1024

/** `--config`, else CHAT_STACK_CONFIG, else ./chat-stack.json; `null` where none was named and that one is not there. */
export function readConfigFile(
  named: string | undefined,
  environment: Environment,
  cwd: string,
): ConfigFile | null {
  const wanted = wantedFile(named, environment)
  const file = path.resolve(cwd, wanted ?? defaultFile)
  try {
    const bytes = readFileSync(file)
    if (bytes.length > maxFileBytes) throw new RangeError(`it has more than ${maxFileBytes} bytes`)
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    if (wanted === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return null
    const place = named !== undefined ? '--config' : wanted !== undefined ? 'CHAT_STACK_CONFIG' : defaultFile
    throw new ConfigError([{ place, text: unreadable(file, error) }], { cause: error })
  }
}

/** Absolute; where settings would be read from, whether the file is there or not. */
export function configFilePath(
  named: string | undefined,
  environment: Environment = process.env,
  cwd: string = process.cwd(),
): string {
  return path.resolve(cwd, wantedFile(named, environment) ?? defaultFile)
}

function wantedFile(named: string | undefined, environment: Environment): string | undefined {
  return named ?? (environment.CHAT_STACK_CONFIG || undefined)
}

function unreadable(file: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return `Expected a config file, found nothing at ${file}`
  if (code === 'EISDIR') return `Expected a config file, found a folder at ${file}`
  if (code === 'EACCES') return `Expected a config file that this user may read, was refused ${file}`
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return `Expected UTF-8, found other bytes in ${file}`
  return `Expected a config file at ${file}: ${message}`
}
