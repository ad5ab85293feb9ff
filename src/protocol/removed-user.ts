/** What messages of one who has an account no more are signed with; clients may say it in their own language. */
export const removedUserName = 'Removed user'
