import * as z from 'zod/mini'
import { errorPayloadSchema } from './events.ts'
import { accountRoleSchema } from './values.ts'
import { imageViewSchema, userViewSchema } from './views.ts'

/** `GET /client-config.json`: what a client must know before it can connect. */
export const clientConfigSchema = z.object({
  /** `null`: the port of this page's host name, `ws_port`. A name the operator chose is a full address. */
  ws_url: z.nullable(z.string()),
  ws_port: z.int(),
  place_name: z.string(),
  registration: z.enum(['open', 'invite', 'closed']),
  /** Whether an owner exists; until then the one-time link that the server printed is the way in. */
  claimed: z.boolean(),
  version: z.string(),
})
export type ClientConfig = z.infer<typeof clientConfigSchema>

/** `POST /session`: trades the single-use ticket of `auth_response` for the HttpOnly cookie [P-14]. */
export const sessionRequestSchema = z.object({ ticket: z.string().check(z.maxLength(256)) })

/** `GET /session`: whose cookie or token it is. */
export const sessionViewSchema = z.extend(userViewSchema, { role: accountRoleSchema })
export type SessionView = z.infer<typeof sessionViewSchema>

/** `POST /api/images`: the body is the picture itself; answered with 201 and this. */
export const imageUploadResponseSchema = imageViewSchema

/** Every refusal of the HTTP API has the wire's error as its body. */
export const httpErrorSchema = z.object({ error: errorPayloadSchema })

/** [P-14] Cookies ignore ports, so two stacks on one host would otherwise share one. */
export function sessionCookieName(httpPort: number): string {
  return `chat_stack_${httpPort}`
}
