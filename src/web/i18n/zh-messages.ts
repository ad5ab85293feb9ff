import type { Dictionary } from './dictionary.ts'
import type { enMessages } from './en-messages.ts'
import { zhSearch } from './zh-search.ts'
import { joined } from './zh-words.ts'

/** 对一条消息能做的事。 */
export const zhMessages = {
  ...zhSearch,
  actions: {
    label: '对这条消息的操作',
    react: '回应',
    reply: '回复',
    edit: '编辑',
    copyText: '复制文字',
    copyLink: '复制链接',
    linkCopied: '链接已复制',
    person: (name) => `关于 ${name}…`,
    delete: '删除',
    more: '更多',
    deleteTitle: '删除这条消息？',
    deleteLead: (pictures) => (pictures === 0 ? '所有人都将看不到它。' : '所有人都将看不到它和其中的图片。'),
    deleteBackups: '在此之前做的备份里仍有它。',
    deleteKeep: '保留',
    deleteAction: '删除消息',
    deleted: '消息已删除',
  },
  reactions: {
    label: '回应',
    add: '添加回应',
    you: '你',
    who: (names, others) => joined(others > 0 ? [...names, `另外 ${others} 人`] : names),
    button: (emoji, count, who) => `${emoji} ${count}，${who}`,
    showAll: (count) => `再显示 ${count} 种回应`,
  },
  emoji: {
    title: '表情',
    search: '查找表情',
    recent: '最近用过',
    found: '找到的',
    groups: ['笑脸', '人物', '动物与自然', '食物与饮料', '旅行与地点', '活动', '物品', '符号', '旗帜'],
    none: (query) => `没有叫“${query}”的表情。`,
    count: (count) => `${count} 个表情`,
    tone: '肤色',
    tones: ['默认', '较浅', '中等偏浅', '中等', '中等偏深', '较深'],
    unloaded: '表情没有加载出来。检查网络后再打开一次。',
  },
  quote: {
    jump: (name) => `跳到 ${name} 的消息`,
    deleted: '这条消息已删除',
    picture: '图片',
    replying: (name) => `回复 ${name}`,
    cancelReply: '不回复了',
    editing: '编辑你的消息',
    cancelEdit: '保持原样',
  },
  mentions: {
    label: '可以提到的人',
    room: '房间里的所有人',
  },
} satisfies Pick<Dictionary, keyof typeof enMessages>
