import { type ChildMessage, parseSupervisorMessage, type SupervisorMessage } from '../../protocol/ipc.ts'

/** The child's end of the IPC channel. */
export interface SupervisorLink {
  /** Resolves when the message is on its way, or can no longer be. Never rejects: a lost supervisor is `onLost`. */
  send(message: ChildMessage): Promise<void>
  onMessage(listener: (message: SupervisorMessage) => void): void
  /** The supervisor is gone. Calls back at once if it was gone before. */
  onLost(listener: () => void): void
}

/** Throws where this process was not started by a supervisor. */
export function connectToSupervisor(): SupervisorLink {
  if (process.send === undefined)
    throw new Error('Expected an IPC channel; this program is started by "chat-stack start".')
  return { send, onMessage, onLost }
}

function send(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected || process.send === undefined) return resolve()
    process.send(message, undefined, undefined, () => resolve())
  })
}

function onMessage(listener: (message: SupervisorMessage) => void): void {
  process.on('message', (received) => {
    const message = parseSupervisorMessage(received)
    // A newer supervisor may say more than we understand.
    if (message !== null) listener(message)
  })
}

function onLost(listener: () => void): void {
  process.once('disconnect', listener)
  // A supervisor that died while we booted closed the channel before anybody listened.
  if (!process.connected) setImmediate(listener)
}
