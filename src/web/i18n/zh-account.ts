import type { Dictionary } from './dictionary.ts'
import type { enAccount } from './en-account.ts'

/** 密码与设备。 */
export const zhAccount = {
  account: {
    password: '修改密码',
    passwordTitle: '修改密码？',
    passwordLead: '其他设备都会退出登录。',
    currentPassword: '当前密码',
    newPassword: '新密码',
    passwordAction: '修改密码',
    passwordChanged: '密码已修改，其他设备已退出',
    wrongPassword: '这不是你当前的密码。',
    devices: '设备',
    devicesLead: '你在这些设备上登录着。不认识的就让它退出，然后修改密码。',
    thisDevice: '这台设备',
    unnamed: '未命名的设备',
    lastSeen: (when) => `${when} 来过`,
    about: (now, since) => `${now}，${since} 登录`,
    revokeNamed: (device) => `让 ${device} 退出`,
    revokeOthers: (count) => `让其他 ${count} 台退出`,
    revoked: (count) => `${count} 台设备已退出`,
  },
} satisfies Pick<Dictionary, keyof typeof enAccount>
