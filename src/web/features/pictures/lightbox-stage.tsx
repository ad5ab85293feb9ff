import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../../i18n/language.tsx'
import { personName } from '../people/person-name.ts'
import styles from './lightbox.module.css'
import type { RoomPicture } from './room-pictures.ts'

interface Props {
  picture: RoomPicture
  zoom: number
  children: ReactNode
}

/** The picture itself: whole, at most its own size, over its thumbnail until it is here; or enlarged, to be scrolled. */
export function LightboxStage({ picture: { image, message }, zoom, children }: Props) {
  const text = useText()
  return (
    <div className={styles.stage}>
      <div className={styles.scroller}>
        <img
          key={image.image_id}
          className={zoom > 1 ? styles.zoomed : styles.fitted}
          src={image.url}
          alt={text.message.picture(personName(message.sender_name, text))}
          width={image.width}
          height={image.height}
          style={zoom > 1 ? { width: `${zoom * 100}%` } : { backgroundImage: `url("${image.thumb_url}")` }}
        />
      </div>
      {children}
    </div>
  )
}

interface StepProps {
  label: string
  side: 'left' | 'right'
  onStep: () => void
  isLast: boolean
}

/** To the picture beside it; nothing at either end. */
export function Step({ label, side, onStep, isLast }: StepProps) {
  if (isLast) return null
  const Icon = side === 'left' ? ChevronLeft : ChevronRight
  return (
    <button
      type="button"
      className={`${styles.step} ${styles[side]}`}
      title={label}
      aria-label={label}
      onClick={onStep}
    >
      <Icon size={20} aria-hidden="true" />
    </button>
  )
}
