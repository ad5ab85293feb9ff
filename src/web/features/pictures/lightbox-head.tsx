import { Download, Link, X, ZoomIn, ZoomOut } from 'lucide-react'
import { useAccount } from '../../app/chat.tsx'
import { copyText } from '../../app/clipboard.ts'
import { useFormat, useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { useToday } from '../../i18n/use-today.ts'
import { senderOf } from '../messages/sender.ts'
import { Seal } from '../people/seal.tsx'
import { showToast } from '../toasts/toasts.ts'
import styles from './lightbox.module.css'
import type { RoomPicture } from './room-pictures.ts'

interface Props {
  picture: RoomPicture
  room: string
  position: string
  isZoomed: boolean
  onZoom: () => void
  onClose: () => void
}

/** Whose picture it is, and what can be done with it. */
export function LightboxHead({ picture, room, position, isZoomed, onZoom, onClose }: Props) {
  const text = useText()
  const format = useFormat()
  const today = useToday()
  const account = useAccount()
  const { image, message } = picture
  const sender = senderOf(message, account, text)
  const day = format.day(message.ts, today).name
  const copyLink = async () => {
    if (await copyText(new URL(image.url, location.href).href)) showToast(text.picture.linkCopied)
    else showToast(text.place.copyRefused, 'problem')
  }
  return (
    <header className={styles.head}>
      <Seal userId={sender.id} name={sender.name} side={24} isYou={sender.isYou} />
      <p className={styles.sender} lang={languageOf(sender.name)}>
        {sender.name}
      </p>
      <p className={styles.when}>
        {day} {format.time(message.ts)}, {room}
      </p>
      <p className={styles.position} aria-live="polite">
        {position}
      </p>
      <button
        type="button"
        className={styles.tool}
        title={isZoomed ? text.picture.zoomOut : text.picture.zoomIn}
        aria-label={isZoomed ? text.picture.zoomOut : text.picture.zoomIn}
        onClick={onZoom}
      >
        {isZoomed ? <ZoomOut size={19} aria-hidden="true" /> : <ZoomIn size={19} aria-hidden="true" />}
      </button>
      <a
        className={styles.tool}
        href={image.url}
        download
        title={text.picture.download}
        aria-label={text.picture.download}
      >
        <Download size={19} aria-hidden="true" />
      </a>
      <button
        type="button"
        className={styles.tool}
        title={text.picture.copyLink}
        aria-label={text.picture.copyLink}
        // A toast says how it went.
        onClick={() => void copyLink()}
      >
        <Link size={19} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={styles.tool}
        title={text.picture.close}
        aria-label={text.picture.close}
        onClick={onClose}
      >
        <X size={20} aria-hidden="true" />
      </button>
    </header>
  )
}
