import { useEffect, useEffectEvent } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import type { RoomState } from '../../../client/chat-state.ts'
import { goBack, replaceRoute } from '../../app/route.ts'
import { Overlay } from '../../controls/overlay.tsx'
import { useText } from '../../i18n/language.tsx'
import { roomTitle } from '../people/person-name.ts'
import styles from './lightbox.module.css'
import { LightboxFoot } from './lightbox-foot.tsx'
import { LightboxHead } from './lightbox-head.tsx'
import { LightboxStage, Step } from './lightbox-stage.tsx'
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
    <Overlay covers={styles.overlay} stands={styles.modal} onClose={close}>
      <Dialog className={styles.dialog ?? ''} aria-label={text.picture.viewer}>
        <div className={styles.frame}>
          <LightboxHead
            picture={current}
            room={roomTitle(state.room, text)}
            position={pictures.length > 1 ? text.picture.of(index + 1, pictures.length) : ''}
            isZoomed={zoom > 1}
            onZoom={() => setZoom(zoom > 1 ? 1 : nextZoom(zoom, 1))}
            onClose={close}
          />
          <LightboxStage picture={current} zoom={zoom}>
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
          </LightboxStage>
          <LightboxFoot pictures={pictures} current={current} onShow={show} />
        </div>
      </Dialog>
    </Overlay>
  )
}
