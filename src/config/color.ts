/** `--no-color` for this process and for all that it starts, as if NO_COLOR had been set (no-color.org). */
export function turnColorOff(): void {
  process.env.NO_COLOR = '1'
  delete process.env.FORCE_COLOR
}
