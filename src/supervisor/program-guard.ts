/** How long a program whose supervisor is gone may take to end by itself. */
const graceSeconds = 2

/**
 * Waits, in the program's process group but not as its child, until descriptor 3 closes: the supervisor holds its other
 * end, so that even one that is killed lets go of it. Then it ends the group.
 */
const guard = [`trap '' TERM`, `read -r _ <&3`, `kill -TERM 0`, `sleep ${graceSeconds}`, `kill -KILL 0`].join(
  '; ',
)

const script = `( ( ${guard} ) >/dev/null 2>&1 & ); exec "$@" 3<&-`

/** A shell replaces itself by the program, so that its process is the program's, and leaves a guard beside it. */
export function guarded(file: string, args: readonly string[]): [file: string, args: string[]] {
  return ['/bin/sh', ['-c', script, 'sh', file, ...args]]
}

/** What a shell says with its exit code of a program that it could not start. */
export function startFailure(file: string, exitCode: number | null): string | null {
  if (exitCode === 126) return `Exit code 126: ${file} may not be executed`
  return exitCode === 127 ? `Exit code 127: ${file}, or something that it runs, is not there` : null
}
