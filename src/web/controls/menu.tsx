import type { LucideIcon } from 'lucide-react'
import type { RefObject } from 'react'
import { Menu as AriaMenu, MenuItem } from 'react-aria-components/Menu'
import styles from './menu.module.css'
import { Popup } from './popup.tsx'

export interface MenuAction {
  id: string
  label: string
  icon: LucideIcon
  act: () => void
  /** Does the same from the keys; shown at the right. */
  key?: string
  /** Stands last, behind a rule. */
  isDanger?: boolean
}

interface Props {
  label: string
  actions: readonly MenuAction[]
  trigger: RefObject<HTMLElement | null>
  onClose: () => void
}

export function Menu({ label, actions, trigger, onClose }: Props) {
  return (
    <Popup
      aria-label={label}
      className={styles.popup}
      trigger={trigger}
      placement="bottom end"
      offset={4}
      onClose={onClose}
    >
      <AriaMenu className={styles.menu ?? ''} aria-label={label} autoFocus="first" onClose={onClose}>
        {actions.map(({ id, label: itemLabel, icon: Icon, act, key, isDanger = false }) => (
          <MenuItem
            key={id}
            id={id}
            textValue={itemLabel}
            className={`${styles.item} ${isDanger ? styles.danger : ''}`}
            onAction={act}
          >
            <Icon size={16} aria-hidden="true" />
            {itemLabel}
            {key !== undefined && (
              <kbd className={styles.key} aria-hidden="true">
                {key.length === 1 ? key.toUpperCase() : 'Del'}
              </kbd>
            )}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popup>
  )
}
