/** Each after all that it depends on; otherwise as they are listed. What is in a circle comes last. */
export function inStartOrder<T extends { readonly name: string; readonly dependsOn: readonly string[] }>(
  list: readonly T[],
): T[] {
  const ordered: T[] = []
  const names = new Set(list.map((child) => child.name))
  const isPlaced = (name: string) => !names.has(name) || ordered.some((child) => child.name === name)
  for (let waiting = [...list]; waiting.length > 0; ) {
    const next = waiting.find((child) => child.dependsOn.every(isPlaced)) ?? waiting[0]
    if (next === undefined) break
    ordered.push(next)
    waiting = waiting.filter((child) => child !== next)
  }
  return ordered
}
