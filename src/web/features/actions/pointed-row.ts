import { create } from 'zustand'

interface PointedRow {
  /** Under the mouse, or tapped last. */
  pointed: string | null
  /** Where the keys are. */
  focused: string | null
}

/** Which row shows its actions. Kept outside of the log, which would else be laid out anew at each move of the mouse. */
export const usePointedRow = create<PointedRow>(() => ({ pointed: null, focused: null }))

export function pointAt(key: string): void {
  usePointedRow.setState({ pointed: key })
}

/** Nothing where another row is pointed at already. */
export function leaveRow(key: string): void {
  usePointedRow.setState((state) => (state.pointed === key ? { pointed: null } : state))
}

export function focusRow(key: string | null): void {
  usePointedRow.setState({ focused: key })
}
