/** The same for a message on its way and once it is there. Its sender is part of it: others may take the same id. */
export function entryKey(message: { sender_id: string; client_msg_id: string }): string {
  return `${message.sender_id}:${message.client_msg_id}`
}
