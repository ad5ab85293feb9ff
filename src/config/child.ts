import type { Config } from './schema.ts'

const variable = 'CHAT_STACK_CHILD_CONFIG'

/** A supervised server's settings, as its supervisor read them: one reader, so that no child sees a half-written file. */
export function childConfigEnvironment(config: Config): Record<string, string> {
  // The servers have no use for other programs, whose variables may hold tokens.
  const own = { ...config, supervisor: { ...config.supervisor, children: [] } }
  return { [variable]: JSON.stringify(own) }
}

export function readChildConfig(): Config {
  const text = process.env[variable]
  if (text === undefined)
    throw new Error(`Expected the settings in ${variable}; this program is started by "chat-stack start".`)
  return JSON.parse(text) as Config
}
