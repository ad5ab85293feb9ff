import type { Step, Story } from './operations.ts'

const step = (what: Step['do'], { who = 0, much = 0 } = {}): Step => ({ do: what, who, where: 0, much })

/** What eve had read by answering was counted as read in the restored past, too. */
const readBeforeTheRestore: Story = {
  steps: [
    step('write_beside'),
    step('back_up'),
    step('send', { who: 3 }),
    ...Array.from({ length: 10 }, () => step('pause', { much: 29 })),
    step('restore'),
  ],
  cutAfterBytes: [1_000_000],
}

/** Stories that once found a fault; they are lived first, every time. */
export const keptStories: readonly Story[] = [readBeforeTheRestore]
