import { useClient } from '../../app/chat.tsx'
import { leavePlace } from '../../app/leave-place.ts'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { useText } from '../../i18n/language.tsx'

export function LogOut({ onClose }: { onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const logOut = () => {
    onClose()
    // Here it is over at once; whether the server heard of it changes nothing for who leaves.
    void client.logout().catch(() => undefined)
    leavePlace()
  }
  return (
    <Dialog title={text.settings.logoutTitle} onClose={onClose} role="alertdialog">
      <p>{text.settings.logoutLead}</p>
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {text.settings.logoutStay}
        </Button>
        <Button look="danger" onClick={logOut}>
          {text.settings.logout}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
