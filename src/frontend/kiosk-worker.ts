/** The worker of a rating terminal: the page opens from what was kept when the network is gone; ratings never pass here. */
export {}

type Waiting = Event & { waitUntil(work: Promise<unknown>): void }
type Fetching = Event & { request: Request; respondWith(answer: Promise<Response>): void }
type Worker = {
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
  addEventListener(kind: 'install' | 'activate', heard: (event: Waiting) => void): void
  addEventListener(kind: 'fetch', heard: (event: Fetching) => void): void
}

const worker = self as unknown as Worker
const KEPT = 'zy-kiosk'

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()))
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const path = new URL(request.url).pathname
  if (request.method !== 'GET') return
  if (request.mode === 'navigate' && path === '/k/') event.respondWith(fromNetwork(request))
  else if (path.startsWith('/static/')) event.respondWith(fromKept(request))
})

async function fromNetwork(request: Request): Promise<Response> {
  try {
    const fresh = await fetch(request)
    if (fresh.ok && !fresh.redirected) await (await caches.open(KEPT)).put('/k/', fresh.clone())
    return fresh
  } catch {
    return (await caches.match('/k/')) ?? Response.error()
  }
}

async function fromKept(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request)
}
