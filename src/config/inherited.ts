/** This process's environment, with more on top: for a program of ours that reads settings there. */
export function inheritedEnvironment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...more }
}
