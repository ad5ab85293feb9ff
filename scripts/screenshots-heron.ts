/** A little egret at low tide, drawn for the pictures of the README. */
export function heronSvg(): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="516" viewBox="0 0 1200 516">
  <defs>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#8FA6B8"/><stop offset=".55" stop-color="#E3D6C0"/><stop offset="1" stop-color="#CDBFA8"/>
    </linearGradient>
    <linearGradient id="water" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#C9C3B4"/><stop offset="1" stop-color="#6F8794"/>
    </linearGradient>
    <radialGradient id="sun" cx=".62" cy=".42" r=".45">
      <stop offset="0" stop-color="#FFF1CF" stop-opacity=".95"/><stop offset="1" stop-color="#FFF1CF" stop-opacity="0"/>
    </radialGradient>
  </defs>
  <rect width="1200" height="250" fill="url(#sky)"/>
  <rect y="232" width="1200" height="284" fill="url(#water)"/>
  <rect width="1200" height="516" fill="url(#sun)"/>
  <path d="M0 236 C200 220 340 240 560 230 S980 222 1200 234 V250 H0Z" fill="#9A9A88" opacity=".7"/>
  ${reeds(0, 210, 22)}${reeds(780, 1200, 40)}
  ${ripples()}
  <g>
    <path d="M566 470 q4 24 -2 40 M592 470 q-4 24 2 40" stroke="#5B5A4E" stroke-width="4" fill="none" opacity=".5"/>
    <path d="M566 372 v96 M592 372 v96" stroke="#3E3D36" stroke-width="5"/>
    <path d="M470 366 C500 300 560 270 612 296 C640 310 640 350 606 372 C560 398 500 388 470 366Z" fill="#F7F4EA"/>
    <path d="M492 356 C530 318 580 312 612 330 C600 362 540 374 492 356Z" fill="#DCE0DC"/>
    <path d="M604 306 C650 276 566 226 616 176" stroke="#F7F4EA" stroke-width="20" fill="none" stroke-linecap="round"/>
    <ellipse cx="626" cy="172" rx="24" ry="16" fill="#F7F4EA"/>
    <path d="M644 166 L704 172 L644 178Z" fill="#3E3D36"/>
    <circle cx="634" cy="168" r="3" fill="#20201C"/>
  </g>
</svg>`
}

function reeds(from: number, to: number, count: number): string {
  const step = (to - from) / count
  return Array.from({ length: count }, (_, i) => {
    const x = from + i * step
    const height = 90 + ((i * 53) % 70)
    const lean = ((i * 37) % 25) - 12
    const y = 300 + ((i * 29) % 40)
    return `<path d="M${x} ${y} q${lean / 2} ${-height / 2} ${lean} ${-height}" stroke="#6E6A4C" stroke-width="3" fill="none"/>
      <ellipse cx="${x + lean}" cy="${y - height}" rx="4" ry="16" fill="#857A55"/>`
  }).join('')
}

function ripples(): string {
  return Array.from({ length: 34 }, (_, i) => {
    const y = 262 + i * 7.4
    const x = (i * 211) % 1000
    return `<path d="M${x} ${y} h${60 + ((i * 67) % 180)}" stroke="#F3EDE0" stroke-width="1.5" opacity=".45"/>`
  }).join('')
}
