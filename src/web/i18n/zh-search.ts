import type { Dictionary } from './dictionary.ts'
import type { enSearch } from './en-search.ts'

/** 搜索消息。 */
export const zhSearch = {
  search: {
    open: '搜索消息',
    label: '搜索消息',
    placeholder: '搜索消息',
    tab: '搜索',
    clear: '清除',
    where: '范围',
    allRooms: '所有房间',
    thisRoom: '本房间',
    who: '发送人',
    anyone: '所有人',
    me: '我发的',
    when: '时间',
    times: { ever: '不限时间', week: '最近一周', month: '最近一月', year: '最近一年' },
    results: '找到的消息',
    hint: '输入词语、词的开头，或用引号括起一个短语。',
    searching: '正在搜索',
    offline: '你已离线。连上后就能继续搜索。',
    nothing: (q) => `没有找到“${q}”。只搜索你所在的房间。`,
    nothingTitle: (q) => `没有找到“${q}”`,
    nothingLead: '只搜索你所在的房间。试试少写几个字，或词的开头。',
    widen: '去掉筛选再搜',
    found: (count, rooms) => `${rooms} 个房间里的 ${count} 条消息`,
    foundMore: (count) => `最新的 ${count} 条消息`,
    order: '新的在前',
    indexing: '较早的消息还在建立索引，稍后就能搜到。',
  },
} satisfies Pick<Dictionary, keyof typeof enSearch>
