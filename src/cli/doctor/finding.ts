/** What one check found, and for what is not well, how to mend it. */
export type Finding =
  | { readonly check: string; readonly state: 'ok'; readonly fact: string }
  | {
      readonly check: string
      readonly state: 'warning' | 'problem'
      readonly fact: string
      readonly mend: string
    }

export function ok(check: string, fact: string): Finding {
  return { check, state: 'ok', fact }
}

export function warning(check: string, fact: string, mend: string): Finding {
  return { check, state: 'warning', fact, mend }
}

export function problem(check: string, fact: string, mend: string): Finding {
  return { check, state: 'problem', fact, mend }
}
