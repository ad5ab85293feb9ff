import { createContext, useContext } from 'react'

/** Whether this is the one message of the log that Tab stops at. */
export const RowIsActive = createContext(true)

/** For what can be pressed inside a message: reached from its message, not from every place in the log. */
export function useRowTabIndex(): 0 | -1 {
  return useContext(RowIsActive) ? 0 : -1
}
