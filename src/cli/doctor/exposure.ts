import { describeRegistration, isLoopback } from '../../config/registration.ts'
import type { Config } from '../../config/schema.ts'
import { type Finding, ok, warning } from './finding.ts'

/** Settings that are allowed, and rarely what was meant. */
export function checkExposure(config: Config): Finding[] {
  const { http, ws } = config
  const isHttps = http.publicUrl?.startsWith('https:') ?? false
  const isRemote = !isLoopback(http.host) || !isLoopback(ws.host)
  const findings = [ok('sign-up', describeRegistration(config))]
  if (isRemote && !isHttps) {
    findings.push(
      warning(
        'network',
        'Other machines reach this without TLS: passwords can be read on the way',
        'Put a proxy with TLS in front, set http.publicUrl and ws.publicUrl, and listen on 127.0.0.1.',
      ),
    )
  }
  if (isHttps && ws.publicUrl === null) {
    findings.push(
      warning(
        'network',
        'http.publicUrl is set and ws.publicUrl is not: pages will look for the WebSocket at port ' + ws.port,
        'Set ws.publicUrl to how browsers reach it: wss://…/ws',
      ),
    )
  }
  if (http.publicUrl !== null && http.trustProxy === false) {
    findings.push(
      warning(
        'network',
        'A proxy is in front that is not trusted: all people share one address, and its limits',
        'Set http.trustProxy to the number of proxies, or to their addresses.',
      ),
    )
  }
  return findings
}
