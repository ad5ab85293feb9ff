import { useState } from 'react'
import type { ClientConfig } from '../../../protocol/http.ts'
import { Button } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { ClaimForm } from './claim-form.tsx'
import styles from './entry.module.css'
import { EntryFrame } from './entry-frame.tsx'
import type { Invitation } from './invitation.ts'
import { InviteLinkForm } from './invite-link-form.tsx'
import { JoinForm } from './join-form.tsx'
import { LoginForm } from './login-form.tsx'

type View = { name: 'login' } | { name: 'register' } | { name: 'paste' } | { name: 'invited'; by: Invitation }

interface Props {
  config: ClientConfig
  invitation: Invitation | null
  /** Why the last session is over, in words. */
  notice: string | null
  onLookAgain: () => void
}

/** Everything before somebody is logged in. */
export function Entry({ config, invitation, notice, onLookAgain }: Props) {
  const [view, setView] = useState<View>(
    invitation === null ? { name: 'login' } : { name: 'invited', by: invitation },
  )
  if (view.name === 'invited' && view.by.kind === 'claim') return <Claim claim={view.by.secret} />
  if (!config.claimed && view.name !== 'paste')
    return <Unclaimed onPaste={() => setView({ name: 'paste' })} onLookAgain={onLookAgain} />
  if (view.name === 'paste') return <Paste place={config.place_name} onView={setView} />
  if (view.name === 'login') return <Login config={config} notice={notice} onView={setView} />
  return (
    <Join
      place={config.place_name}
      invite={view.name === 'invited' ? view.by.secret : null}
      onView={setView}
    />
  )
}

function Claim({ claim }: { claim: string }) {
  const text = useText()
  return (
    <EntryFrame title={text.entry.claimTitle} lead={text.entry.claimLead} isOwn>
      <ClaimForm claim={claim} />
    </EntryFrame>
  )
}

function Login({
  config,
  notice,
  onView,
}: {
  config: ClientConfig
  notice: string | null
  onView: (view: View) => void
}) {
  const text = useText()
  return (
    <EntryFrame title={text.entry.loginTitle(config.place_name)} lead={text.entry.loginLead} notice={notice}>
      <LoginForm />
      <div className={styles.foot}>
        {config.registration === 'open' && (
          <p className={styles.others}>
            {text.entry.newHere}{' '}
            <button type="button" onClick={() => onView({ name: 'register' })}>
              {text.entry.makeAccount}
            </button>
          </p>
        )}
        {config.registration === 'invite' && (
          <p className={styles.others}>
            {text.entry.haveInvite}{' '}
            <button type="button" onClick={() => onView({ name: 'paste' })}>
              {text.entry.useInvite}
            </button>
          </p>
        )}
      </div>
    </EntryFrame>
  )
}

function Join({
  place,
  invite,
  onView,
}: {
  place: string
  invite: string | null
  onView: (view: View) => void
}) {
  const text = useText()
  return (
    <EntryFrame
      title={text.entry.joinTitle(place)}
      lead={invite === null ? text.entry.registerLead : text.entry.joinLead}
    >
      <JoinForm invite={invite} />
      <BackToLogin onView={onView} />
    </EntryFrame>
  )
}

function Paste({ place, onView }: { place: string; onView: (view: View) => void }) {
  const text = useText()
  return (
    <EntryFrame title={text.entry.joinTitle(place)} lead={text.entry.haveInvite}>
      <InviteLinkForm onRead={(by) => onView({ name: 'invited', by })} />
      <BackToLogin onView={onView} />
    </EntryFrame>
  )
}

function BackToLogin({ onView }: { onView: (view: View) => void }) {
  const text = useText()
  return (
    <div className={styles.foot}>
      <p className={styles.others}>
        {text.entry.haveAccount}{' '}
        <button type="button" onClick={() => onView({ name: 'login' })}>
          {text.entry.loginAction}
        </button>
      </p>
    </div>
  )
}

function Unclaimed({ onPaste, onLookAgain }: { onPaste: () => void; onLookAgain: () => void }) {
  const text = useText()
  return (
    <EntryFrame title={text.entry.unclaimedTitle} lead={text.entry.unclaimedLead} isOwn>
      <p className={styles.how}>{text.entry.unclaimedHow}</p>
      <Button look="primary" isLarge onClick={onPaste}>
        {text.entry.unclaimedPaste}
      </Button>{' '}
      <Button isLarge onClick={onLookAgain}>
        {text.entry.checkAgain}
      </Button>
    </EntryFrame>
  )
}
