import { plural } from './en-plural.ts'

/** Password and devices. */
export const enAccount = {
  account: {
    password: 'Change password',
    passwordTitle: 'Change your password?',
    passwordLead: 'Every other device is logged out.',
    currentPassword: 'Current password',
    newPassword: 'New password',
    passwordAction: 'Change password',
    passwordChanged: 'Password changed, other devices logged out',
    wrongPassword: 'That is not your current password.',
    devices: 'Devices',
    devicesLead: 'You are logged in here. Log out what you do not know, then change your password.',
    thisDevice: 'This device',
    unnamed: 'Unnamed device',
    lastSeen: (when: string) => `Last here ${when}`,
    about: (now: string, since: string) => `${now}, logged in ${since}`,
    revokeNamed: (device: string) => `Log out ${device}`,
    revokeOthers: (count: number) => `Log out the ${plural(count, 'other', '# others')}`,
    revoked: (count: number) => plural(count, 'Device logged out', '# devices logged out'),
  },
}
