// node jitsu.mjs HOST KEY
import { jitsuAnalytics } from '@jitsu/js'

const [host, writeKey] = process.argv.slice(2)
let failures = 0
console.error = (...text) => { failures++; console.log(...text) }
const jitsu = jitsuAnalytics({ host, writeKey, s2s: true })
await jitsu.setAnonymousId('jit-0')
await jitsu.identify('jit-1', { plan: 'gold' })
await jitsu.track('Order Completed', { revenue: 24.5 })
await jitsu.page({ name: 'Home', url: 'https://www.shop.example/' })
process.exit(failures)
