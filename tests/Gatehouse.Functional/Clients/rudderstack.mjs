// node rudderstack.mjs HOST KEY
import Rudder from '@rudderstack/rudder-sdk-node'

const [host, writeKey] = process.argv.slice(2)
const client = new (Rudder.default ?? Rudder)(writeKey, { dataPlaneUrl: host, flushAt: 100 })
client.identify({ userId: 'rud-1', traits: { plan: 'gold' } })
client.track({ userId: 'rud-1', event: 'Order Completed', properties: { revenue: 24.5 } })
client.page({ userId: 'rud-1', name: 'Home' })
client.group({ userId: 'rud-1', groupId: 'g-1' })
await client.flush()
