import { ChevronLeft, ChevronRight, Download, Link, X, ZoomIn, ZoomOut } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import type { RoomState } from '../../../client/chat-state.ts'
import { useAccount } from '../../app/chat.tsx'
import { goBack, replaceRoute } from '../../app/route.ts'
import { useFormat, useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { useToday } from '../../i18n/use-today.ts'
import { Seal } from '../people/seal.tsx'
import { showToast } from '../toasts/toasts.ts'
import styles from './lightbox.module.css'
import { picturesOf, type RoomPicture } from './room-pictures.ts'
import { nextZoom, useZoom } from './zoom.ts'

/** A picture in the dark, with the others of its room; it has its own place in the browser's history. */
export function Lightbox({ state, pictureId }: { state: RoomState; pictureId: string }) {
  const text = useText()
  const pictures = picturesOf(state)
  const index = pictures.findIndex(({ image }) => image.image_id === pictureId)
  const current = pictures[index]
  const close = () => goBack({ picture: null })
  const show = (target: RoomPicture | undefined) => {
    if (target !== undefined) replaceRoute({ picture: target.image.image_id })
  }
  const { zoom, setZoom } = useZoom(pictureId)
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') show(pictures[index - 1])
    else if (event.key === 'ArrowRight') show(pictures[index + 1])
    else if (event.key === '+' || event.key === '=') setZoom(nextZoom(zoom, 1))
    else if (event.key === '-') setZoom(nextZoom(zoom, -1))
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  const isGone = current === undefined && !state.isLoading
  useEffect(() => {
    if (isGone) replaceRoute({ picture: null })
  }, [isGone])
  if (current === undefined) return null
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) close()
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog className={styles.dialog ?? ''} aria-label={text.picture.viewer}>
          <div className={styles.frame}>
            <Head
              picture={current}
              room={state.room.name}
              position={pictures.length > 1 ? text.picture.of(index + 1, pictures.length) : ''}
              isZoomed={zoom > 1}
              onZoom={() => setZoom(zoom > 1 ? 1 : nextZoom(zoom, 1))}
              onClose={close}
            />
            <Stage picture={current} zoom={zoom}>
              <Step
                label={text.picture.previous}
                side="left"
                onStep={() => show(pictures[index - 1])}
                isLast={index === 0}
              />
              <Step
                label={text.picture.next}
                side="right"
                onStep={() => show(pictures[index + 1])}
                isLast={index === pictures.length - 1}
              />
            </Stage>
            <Foot pictures={pictures} current={current} onShow={show} />
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

interface HeadProps {
  picture: RoomPicture
  room: string
  position: string
  isZoomed: boolean
  onZoom: () => void
  onClose: () => void
}

function Head({ picture, room, position, isZoomed, onZoom, onClose }: HeadProps) {
  const text = useText()
  const format = useFormat()
  const today = useToday()
  const account = useAccount()
  const { image, message } = picture
  const day = format.day(message.ts, today).name
  const copyLink = async () => {
    await navigator.clipboard.writeText(new URL(image.url, location.href).href)
    showToast(text.picture.linkCopied)
  }
  return (
    <header className={styles.head}>
      <Seal
        userId={message.sender_id}
        name={message.sender_name}
        side={24}
        isYou={message.sender_id === account.user_id}
      />
      <p className={styles.sender} lang={languageOf(message.sender_name)}>
        {message.sender_name}
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
        // Where the clipboard is forbidden, nothing is said to be copied.
        onClick={() => void copyLink().catch(() => undefined)}
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

interface StageProps {
  picture: RoomPicture
  zoom: number
  children: ReactNode
}

function Stage({ picture: { image, message }, zoom, children }: StageProps) {
  const text = useText()
  return (
    <div className={styles.stage}>
      <div className={styles.scroller}>
        <img
          key={image.image_id}
          className={zoom > 1 ? styles.zoomed : styles.fitted}
          src={image.url}
          alt={text.message.picture(message.sender_name)}
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

function Step({ label, side, onStep, isLast }: StepProps) {
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

interface FootProps {
  pictures: readonly RoomPicture[]
  current: RoomPicture
  onShow: (picture: RoomPicture) => void
}

function Foot({ pictures, current, onShow }: FootProps) {
  const text = useText()
  return (
    <footer className={styles.foot}>
      <p className={styles.caption} lang={languageOf(current.message.text)} title={current.message.text}>
        {current.message.text}
      </p>
      {pictures.length > 1 && (
        <ul className={styles.thumbs}>
          {pictures.map((picture, index) => (
            <li key={picture.image.image_id}>
              <button
                type="button"
                className={styles.thumb}
                aria-label={text.picture.of(index + 1, pictures.length)}
                aria-current={picture === current}
                ref={
                  picture === current
                    ? (button) => button?.scrollIntoView({ inline: 'center', block: 'nearest' })
                    : undefined
                }
                onClick={() => onShow(picture)}
              >
                <img src={picture.image.thumb_url} alt="" loading="lazy" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.keys} aria-hidden="true">
        <kbd>←</kbd> <kbd>→</kbd> {text.picture.move} <kbd>+</kbd> <kbd>−</kbd> {text.picture.zoom}{' '}
        <kbd>Esc</kbd> {text.picture.close}
      </p>
    </footer>
  )
}
