import type { RefObject } from 'react'
import { useText } from '../../i18n/language.tsx'
import { acceptAttribute } from './picture-files.ts'

interface Props {
  ref: RefObject<HTMLInputElement | null>
  onFiles: (files: readonly File[]) => void
}

/** The browser's own way to pick files; whatever button wants it presses it. */
export function PictureInput({ ref, onFiles }: Props) {
  const text = useText()
  return (
    <input
      ref={ref}
      type="file"
      hidden
      multiple
      accept={acceptAttribute}
      aria-label={text.composer.addPictures}
      onChange={(event) => {
        onFiles([...(event.target.files ?? [])])
        // The same file may be picked again.
        event.target.value = ''
      }}
    />
  )
}
