import { useText } from '../../i18n/language.tsx'
import styles from './quoted-picture.module.css'

interface Props {
  thumbUrl: string | undefined
  /** Words beside it say that it is a picture. */
  isNamed: boolean
}

/** The first picture of a message that is answered, as large as a line allows. */
export function QuotedPicture({ thumbUrl, isNamed }: Props) {
  const text = useText()
  if (thumbUrl === undefined) return null
  return (
    <img className={styles.thumb} src={thumbUrl} alt={isNamed ? '' : text.quote.picture} loading="lazy" />
  )
}
