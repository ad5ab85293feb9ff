import { closeActions } from '../features/actions/open-actions.ts'
import { forgetTasks } from '../features/composer/composer-task.ts'
import { forgetDrafts } from '../features/composer/drafts.ts'
import { emptyAllTrays } from '../features/composer/tray.ts'
import { forgetSearch } from '../features/search/search-store.ts'
import { closeDialog } from './dialogs.ts'
import { replaceRoute } from './route.ts'

/** Nothing of one person's is left on the page for the next. */
export function leavePlace(): void {
  forgetDrafts()
  forgetTasks()
  closeActions()
  emptyAllTrays()
  forgetSearch()
  closeDialog()
  replaceRoute({ room: null, over: null, picture: null, at: null })
}
