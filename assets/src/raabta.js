// What websites include to tell what their visitors do: <script async src=".../raabta.js" data-key="…">.
// Calls are those of Segment's client: raabta.track, page, identify, group, alias, reset.
// No dependency and no import, so that it stays one small file.
(() => {
  const script = document.currentScript
  const data = script ? script.dataset : {}
  const early = window.raabta
  if (early && early.version) return // the page includes it twice

  const HOST = data.host || new URL(script.src).origin
  const KEY = data.key
  const VERSION = '1'
  const YEAR = 31536000
  const SESSION = 1800000 // half an hour without a call ends a session
  const MOST = 100 // calls that wait while there is no network
  const BATCH = 20
  const REST = 300000 // the longest pause between two tries
  const memory = {}

  let consent = data.consent === 'wait' ? store('consent') === 'yes' : store('consent') !== 'no'
  const isPrivate = () => !consent || navigator.globalPrivacyControl === true
  let isSending = false
  let failures = 0
  let timer = 0

  function store(name, value) {
    const key = `raabta_${name}`
    try {
      if (value === undefined) return localStorage.getItem(key)
      if (value === null) localStorage.removeItem(key)
      else localStorage.setItem(key, value)
    } catch {
      if (value === undefined) return memory[key] ?? null
      memory[key] = value
    }
    return value
  }

  const object = (text) => {
    try {
      return JSON.parse(text) || {}
    } catch {
      return {}
    }
  }

  function cookie(name, value) {
    if (value === undefined) {
      const found = document.cookie.split('; ').find((one) => one.startsWith(`raabta_${name}=`))
      return found ? decodeURIComponent(found.slice(name.length + 8)) : ''
    }
    const domain = data.domain ? `; domain=${data.domain}` : ''
    const secure = location.protocol === 'https:' ? '; secure' : ''
    const age = value === null ? 0 : YEAR
    document.cookie = `raabta_${name}=${encodeURIComponent(value ?? '')}; path=/; max-age=${age}; samesite=lax${domain}${secure}`
    return value
  }

  function id() {
    if (crypto.randomUUID) return crypto.randomUUID()
    return [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, '0')).join('')
  }

  function anonymousId() {
    const held = cookie('id') || memory.id || id()
    memory.id = held
    if (!isPrivate()) cookie('id', held) // again each time, for browsers that shorten its life
    return held
  }

  function sessionId() {
    const now = Date.now()
    const held = object(store('session'))
    const session = held.id && now - held.at < SESSION ? held : { id: id() }
    if (!isPrivate()) store('session', JSON.stringify({ id: session.id, at: now }))
    return session.id
  }

  function campaign() {
    const found = {}
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (name.startsWith('utm_')) found[name === 'utm_campaign' ? 'name' : name.slice(4)] = value.slice(0, 200)
    }
    if (Object.keys(found).length && !isPrivate()) store('campaign', JSON.stringify(found))
    return Object.keys(found).length ? found : object(store('campaign'))
  }

  const pageNow = () => ({
    path: location.pathname,
    referrer: document.referrer,
    search: location.search,
    title: document.title,
    url: location.href.split('#')[0],
  })

  function context() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    return {
      library: { name: 'raabta.js', version: VERSION },
      page: pageNow(),
      campaign: campaign(),
      locale: navigator.language,
      timezone: zone,
      userAgent: navigator.userAgent,
      screen: { width: screen.width, height: screen.height },
      sessionId: sessionId(),
    }
  }

  const waiting = () => object(store('queue')).calls || []
  const keep = (calls) => store('queue', calls.length ? JSON.stringify({ calls: calls.slice(-MOST) }) : null)

  function call(type, fields) {
    if (!consent) return
    const one = {
      type,
      messageId: id(),
      timestamp: new Date().toISOString(),
      anonymousId: anonymousId(),
      context: context(),
      ...fields,
    }
    const user = fields.userId || store('user')
    if (user) one.userId = user
    keep([...waiting(), one])
    clearTimeout(timer)
    timer = setTimeout(send, 20) // a few calls in a row go together
  }

  const body = (calls) => JSON.stringify({ writeKey: KEY, sentAt: new Date().toISOString(), batch: calls })

  function forget(calls) {
    const gone = new Set(calls.map((one) => one.messageId))
    keep(waiting().filter((one) => !gone.has(one.messageId)))
  }

  async function send() {
    const calls = waiting().slice(0, BATCH)
    if (isSending || !calls.length || !consent || navigator.onLine === false) return
    isSending = true
    let isOver = false
    try {
      const answer = await fetch(`${HOST}/v1/batch`, {
        method: 'POST',
        body: body(calls),
        headers: { 'Content-Type': 'text/plain' },
        keepalive: true,
        credentials: 'omit',
      })
      isOver = answer.ok || (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
    } catch {
      isOver = false // no network: they wait
    }
    isSending = false
    if (isOver) {
      forget(calls)
      failures = 0
    } else failures += 1
    if (waiting().length) {
      clearTimeout(timer)
      timer = setTimeout(send, failures ? Math.min(REST, 1000 * 2 ** failures) : 0)
    }
  }

  function leave() {
    const calls = waiting().slice(0, BATCH)
    if (calls.length && consent && !isSending && navigator.sendBeacon(`${HOST}/v1/batch`, body(calls))) forget(calls)
  }

  const api = {
    version: VERSION,
    track: (event, properties = {}) => call('track', { event, properties }),
    page(name, properties = {}) {
      const told = typeof name === 'object' ? name : properties
      call('page', { ...(typeof name === 'string' && { name }), properties: { ...pageNow(), ...told } })
    },
    identify(userId, traits = {}) {
      const isUser = typeof userId === 'string' || typeof userId === 'number'
      if (isUser && consent) store('user', String(userId))
      call('identify', { ...(isUser && { userId: String(userId) }), traits: isUser ? traits : userId || {} })
    },
    group: (groupId, traits = {}) => call('group', { groupId: String(groupId), traits }),
    alias: (userId, previousId) => call('alias', { userId: String(userId), previousId: previousId || anonymousId() }),
    reset() {
      for (const name of ['user', 'session', 'campaign']) store(name, null)
      cookie('id', null)
      delete memory.id
    },
    consent(isGiven) {
      consent = Boolean(isGiven)
      if (!consent) {
        api.reset()
        store('queue', null)
      }
      store('consent', consent ? 'yes' : 'no')
      if (consent && data.page !== 'off') api.page()
    },
    anonymousId: () => (consent ? anonymousId() : null),
    flush: send,
    push: (words) => api[words[0]]?.(...words.slice(1)),
  }

  window.raabta = api
  addEventListener('online', send)
  addEventListener('pagehide', leave)
  if (data.page !== 'off') api.page()
  if (Array.isArray(early)) early.forEach(api.push)
  send()
})()
