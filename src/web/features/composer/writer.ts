import { forgetTasks } from './composer-task.ts'
import { forgetDrafts } from './drafts.ts'

const storageKey = 'chat-stack.writer'

let writer = stored()

/**
 * Whose drafts and edits this tab keeps from now on; those of anybody else go before they are shown or sent. A tab that was
 * elsewhere when its person logged out comes back as whoever logged in since.
 */
export function keepFor(userId: string): void {
  if (writer === userId) return
  forgetDrafts()
  forgetTasks()
  writer = userId
  try {
    sessionStorage.setItem(storageKey, userId)
  } catch {
    // Without storage nothing of anybody is kept.
  }
}

function stored(): string | null {
  try {
    return sessionStorage.getItem(storageKey)
  } catch {
    return null
  }
}
