import { Monitor, Smartphone } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { SessionView } from '../../../protocol/views.ts'
import { useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useFormat, useText } from '../../i18n/language.tsx'
import { useToday } from '../../i18n/use-today.ts'
import { FormNotice } from '../entry/form-notice.tsx'
import { showToast } from '../toasts/toasts.ts'
import styles from './devices.module.css'

/** Where one is logged in; what one does not know is ended here. */
export function Devices({ onClose }: { onClose: () => void }) {
  const text = useText()
  const { sessions, problem, isBusy, revoke } = useSessions()
  const others = sessions?.filter(({ current }) => !current) ?? []
  const inOrder = [...(sessions?.filter(({ current }) => current) ?? []), ...others]
  return (
    <Dialog title={text.account.devices} onClose={onClose} hasCross>
      <p>{text.account.devicesLead}</p>
      <FormNotice problem={problem} />
      <ul className={styles.devices}>
        {inOrder.map((session) => (
          <li key={session.session_id}>
            <Device
              session={session}
              isBusy={isBusy}
              // A refusal is shown above.
              onRevoke={() => void revoke({ session_id: session.session_id })}
            />
          </li>
        ))}
      </ul>
      {others.length > 1 && (
        <DialogActions>
          {/* A refusal is shown above. */}
          <Button look="danger" disabled={isBusy} onClick={() => void revoke({ others: true })}>
            {text.account.revokeOthers(others.length)}
          </Button>
        </DialogActions>
      )}
    </Dialog>
  )
}

interface DeviceProps {
  session: SessionView
  isBusy: boolean
  onRevoke: () => void
}

function Device({ session, isBusy, onRevoke }: DeviceProps) {
  const text = useText()
  const format = useFormat()
  const today = useToday()
  const { device, current, connected, last_seen_ts, created_ts } = session
  const Icon = /iPhone|iPad|Android|Phone/i.test(device) ? Smartphone : Monitor
  const seen = connected
    ? text.members.presence.online
    : text.account.lastSeen(format.brief(last_seen_ts, today))
  return (
    <div className={styles.device}>
      <Icon className={styles.icon} size={20} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.name}>{device === '' ? text.account.unnamed : device}</p>
        <p className={styles.about} title={format.full(created_ts)}>
          {text.account.about(current ? text.account.thisDevice : seen, format.brief(created_ts, today))}
        </p>
      </div>
      {!current && (
        <Button
          disabled={isBusy}
          aria-label={text.account.revokeNamed(device === '' ? text.account.unnamed : device)}
          onClick={onRevoke}
        >
          {text.settings.logout}
        </Button>
      )}
    </div>
  )
}

interface Sessions {
  /** `null` until they are here. */
  sessions: readonly SessionView[] | null
  problem: string | null
  isBusy: boolean
  revoke: (which: { session_id: string } | { others: true }) => Promise<void>
}

function useSessions(): Sessions {
  const text = useText()
  const client = useClient()
  const [sessions, setSessions] = useState<readonly SessionView[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    let isWanted = true
    client.request('session_list', {}).then(
      (list) => isWanted && setSessions(list.sessions),
      (error: unknown) => isWanted && setProblem(errorText(text, error)),
    )
    return () => {
      isWanted = false
    }
  }, [client, text])
  const revoke: Sessions['revoke'] = async (which) => {
    setBusy(true)
    try {
      const { revoked } = await client.request('session_revoke', which)
      setSessions((await client.request('session_list', {})).sessions)
      setProblem(null)
      showToast(text.account.revoked(revoked))
    } catch (error) {
      setProblem(errorText(text, error))
    } finally {
      setBusy(false)
    }
  }
  return { sessions, problem, isBusy, revoke }
}
