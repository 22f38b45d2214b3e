import { Analytics } from '@segment/analytics-node'

const [, , host, writeKey] = process.argv
const analytics = new Analytics({ writeKey, host })
const userId = 'u1'
analytics.track({ anonymousId: 'a1', event: 'Product Viewed' })
analytics.identify({ userId, anonymousId: 'a1', traits: { email: 'ada@example.com', name: 'Ada' } })
analytics.track({ userId, event: 'Order Completed', properties: { value: 27.5 } })
analytics.page({ userId, name: 'Home' })
analytics.screen({ userId, name: 'Cart' })
analytics.group({ userId, groupId: 'g1', traits: { name: 'Initech' } })
analytics.alias({ userId, previousId: 'old' })
analytics.on('error', (error) => {
  console.error(error)
  process.exitCode = 1
})
await analytics.closeAndFlush()
