import RudderAnalytics from '@rudderstack/rudder-sdk-node'

const [, , dataPlaneUrl, writeKey] = process.argv
const client = new RudderAnalytics(writeKey, { dataPlaneUrl, flushAt: 1 })
const userId = 'u1'
client.track({ anonymousId: 'a1', event: 'Product Viewed' })
client.identify({ userId, anonymousId: 'a1', traits: { email: 'ada@example.com' } })
client.track({ userId, event: 'Order Completed', properties: { value: 27.5 } })
client.page({ userId, name: 'Home' })
client.group({ userId, groupId: 'g1', traits: { name: 'Initech' } })
await client.flush()
