import { Check, CircleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import styles from './toast-host.module.css'
import { hideToast, useToast } from './toasts.ts'

const shownMs = 5_000

/** Where a toast appears. The region is always there, so that screen readers hear what comes into it. */
export function ToastHost() {
  const toast = useToast((state) => state.toast)
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (toast === null || isHeld) return undefined
    const timer = setTimeout(() => hideToast(toast.id), shownMs)
    return () => clearTimeout(timer)
  }, [toast, isHeld])
  const Icon = toast?.kind === 'problem' ? CircleAlert : Check
  return (
    <div className={styles.host} role="status">
      {toast !== null && (
        <div
          key={toast.id}
          className={styles.toast}
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
        >
          <Icon
            className={toast.kind === 'problem' ? styles.problem : undefined}
            size={16}
            aria-hidden="true"
          />
          {toast.text}
        </div>
      )}
    </div>
  )
}
