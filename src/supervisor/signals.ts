/** What a terminal, systemd or an operator asks by signals. */
export interface SignalHandlers {
  stop(): void
  kill(): void
  reload(): void
}

/**
 * SIGTERM and SIGINT stop; a second one kills now. SIGHUP is a closed window where standard input is a terminal,
 * and a reload elsewhere. Returns its end.
 */
export function handleSignals(handlers: SignalHandlers, options: { isTerminal: boolean }): () => void {
  let isStopping = false

  function end(): void {
    if (isStopping) handlers.kill()
    else handlers.stop()
    isStopping = true
  }

  const hangUp = options.isTerminal ? end : () => handlers.reload()
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('SIGHUP', hangUp)
  return () => {
    process.off('SIGTERM', end)
    process.off('SIGINT', end)
    process.off('SIGHUP', hangUp)
  }
}
