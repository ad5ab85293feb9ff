/** What a link's fragment brings: the owner's claim, or an invite. */
export interface Invitation {
  kind: 'claim' | 'invite'
  secret: string
}

/** Reads `#claim=…` or `#invite=…`, from a fragment or from a whole link that somebody pasted. */
export function readInvitation(link: string): Invitation | null {
  const match = /#(claim|invite)=([\w-]{8,256})\s*$/.exec(link)
  if (match === null) return null
  return { kind: match[1] === 'claim' ? 'claim' : 'invite', secret: match[2] ?? '' }
}

/** Takes the secret out of the address bar and the history, so that it is not shared with the page's address. */
export function takeInvitation(): Invitation | null {
  const invitation = readInvitation(location.hash)
  if (invitation !== null) history.replaceState(null, '', location.pathname + location.search)
  return invitation
}
