const lists = new Intl.ListFormat('zh-Hans', { type: 'conjunction' })

/** 汉字与拉丁字母之间留一个空格。 */
export function spaced(name: string): string {
  return /^[\p{Script=Latin}\p{N}]/u.test(name) ? ` ${name}` : name
}

/** 几个名字连成一串，后面可以接汉字。 */
export function joined(names: readonly string[]): string {
  const list = lists.format(names)
  return /[\p{Script=Latin}\p{N}]$/u.test(list) ? `${list} ` : list
}
