// node segment.mjs HOST KEY: every kind of event, then waits until all of it is delivered.
import { Analytics } from '@segment/analytics-node'

const [host, writeKey] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey })
let failure
analytics.on('error', error => { failure = error })
analytics.identify({ userId: 'seg-1', traits: { plan: 'gold' } })
analytics.track({ userId: 'seg-1', event: 'Order Completed', properties: { revenue: 24.5 } })
analytics.page({ userId: 'seg-1', name: 'Home' })
analytics.screen({ userId: 'seg-1', name: 'Start' })
analytics.group({ userId: 'seg-1', groupId: 'g-1' })
analytics.alias({ userId: 'seg-1', previousId: 'anon-1' })
await analytics.closeAndFlush()
if (failure) {
  console.error(failure)
  process.exit(1)
}
