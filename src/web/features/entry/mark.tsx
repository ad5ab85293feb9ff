/** The place's own seal. */
export function Mark({ side = 40 }: { side?: number }) {
  return (
    <svg width={side} height={side} viewBox="0 0 40 40" aria-hidden="true">
      <rect width="40" height="40" rx="10" fill="var(--accent-fill)" />
      <path fill="var(--on-accent)" d="M10 8h11v4h-7v13h-4zM26 15h4v17H19v-4h7z" />
    </svg>
  )
}
