/** A login that was proved, with the secret that its client does not have yet. */
export interface Proof {
  readonly accountId: number
  readonly sessionId: number
  readonly secret?: { readonly token: string } | { readonly ticket: string }
}
