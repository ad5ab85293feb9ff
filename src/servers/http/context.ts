import type { BoundPorts } from '../../config/origins.ts'
import type { Config } from '../../config/schema.ts'
import type { ImageIntake } from '../../domain/images/intake.ts'
import type { Store } from '../../domain/store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'

/** What the app is made of, and every route may use. */
export interface HttpContext {
  readonly config: Config
  readonly ports: BoundPorts
  readonly store: Pick<Store, 'execute' | 'read'>
  readonly images: Pick<ImageIntake, 'receive'>
  readonly log: Log
  readonly clock: Clock
  /** Folder of the built web client. */
  readonly webDir: string
  readonly version: string
  isDraining(): boolean
}
