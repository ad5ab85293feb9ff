import { ImageOff } from 'lucide-react'
import { useState } from 'react'
import type { ImageView } from '../../../protocol/views.ts'
import { navigate } from '../../app/route.ts'
import { useText } from '../../i18n/language.tsx'
import { useRowTabIndex } from '../messages/row-focus.ts'
import { fitWithin } from './fit.ts'
import styles from './sent-pictures.module.css'

const largest = { width: 360, height: 320 }
/** Where several stand in a row, they share a height. */
const largestOfMany = { width: 240, height: 160 }

/** The pictures of a message. Their room is kept from the known size, so nothing moves when they come. */
export function SentPictures({ images, senderName }: { images: readonly ImageView[]; senderName: string }) {
  if (images.length === 0) return null
  return (
    <ul className={`${styles.pictures} ${images.length === 1 ? styles.alone : ''}`}>
      {images.map((image) => (
        <li key={image.image_id}>
          <Picture image={image} senderName={senderName} isAlone={images.length === 1} />
        </li>
      ))}
    </ul>
  )
}

function Picture({ image, senderName, isAlone }: { image: ImageView; senderName: string; isAlone: boolean }) {
  const text = useText()
  const tabIndex = useRowTabIndex()
  const [isBroken, setBroken] = useState(false)
  const size = fitWithin(image, isAlone ? largest : largestOfMany)
  if (isBroken) {
    return (
      <p className={styles.broken}>
        <ImageOff size={16} aria-hidden="true" />
        {text.message.pictureMissing}
      </p>
    )
  }
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      className={styles.picture}
      style={{ width: size.width, aspectRatio: `${size.width} / ${size.height}` }}
      title={text.message.openPicture}
      onClick={() => navigate({ picture: image.image_id })}
    >
      <img
        src={image.thumb_url}
        alt={text.message.picture(senderName)}
        width={size.width}
        height={size.height}
        loading="lazy"
        decoding="async"
        onError={() => setBroken(true)}
      />
    </button>
  )
}
