import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import styles from './lightbox.module.css'
import type { RoomPicture } from './room-pictures.ts'

interface Props {
  pictures: readonly RoomPicture[]
  current: RoomPicture
  onShow: (picture: RoomPicture) => void
}

/** What was said with the picture, the others of the room, and the keys. */
export function LightboxFoot({ pictures, current, onShow }: Props) {
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
