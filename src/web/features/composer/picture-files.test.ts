import { expect, test } from 'vitest'
import { sortFiles } from './picture-files.ts'

const picture = (bytes: number) => new File([new Uint8Array(bytes)], 'a.png', { type: 'image/png' })

test('takes pictures that fit, and says what it left out', () => {
  const files = [picture(10), picture(200), new File(['x'], 'a.svg', { type: 'image/svg+xml' }), picture(20)]

  expect(sortFiles(files, { left: 1, maxBytes: 100 })).toEqual({
    pictures: [files[0]],
    tooLarge: true,
    notPictures: true,
    tooMany: true,
  })
})

test('takes nothing more when the message is full', () => {
  expect(sortFiles([picture(1)], { left: -1, maxBytes: 100 })).toMatchObject({ pictures: [], tooMany: true })
})
