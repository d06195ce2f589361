/** The rating terminal: idle reset, large type, reading aloud, and a queue that survives a cut of the network.
 *
 *  What was submitted is first put into the queue and only leaves it when the server has answered for its key, so that
 *  nothing is lost and nothing is counted twice. */
import './kiosk.css'

type Parcel = { key: string; level: string; tag: string[]; text: string; code: string; keep_private: boolean; praise_demanded: boolean; assisted: boolean }
type Outcome = { key: string; state: 'counted' | 'refused'; receipt?: string; reason?: string }
type Call = { code: string; matter: string; ending: string }
type Settings = { idle: number; thanks: number; beat: number; most: number; large: boolean; version: string }

const QUEUE = 'zy-kiosk-queue'
const CACHE = 'zy-kiosk'
const AT_ONCE = 20
const AGAIN = 10_000

const by = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T
const settings = JSON.parse(by('kiosk-settings').textContent ?? '{}') as Settings
const form = by<HTMLFormElement>('kiosk-form')
const thanks = by('kiosk-thanks')
const dialog = by<HTMLDialogElement>('kiosk-leave')

let call: Call | null = null
let declined = ''
let last = ''
let sending = false
let idle = 0

function queue(): Parcel[] {
  try {
    const kept = JSON.parse(localStorage.getItem(QUEUE) ?? '[]') as Parcel[]
    return Array.isArray(kept) ? kept : []
  } catch {
    return []
  }
}

function keep(parcels: Parcel[]): void {
  localStorage.setItem(QUEUE, JSON.stringify(parcels))
  by('kiosk-queued').textContent = String(parcels.length)
}

async function post<T>(path: string, body: unknown): Promise<{ status: number; told: T }> {
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  const plain = response.headers.get('content-type')?.includes('json')
  return { status: response.status, told: (plain ? await response.json() : {}) as T }
}

function online(yes: boolean): void {
  const line = by('kiosk-line')
  line.textContent = yes ? '' : (line.dataset.offline ?? '')
}

/** Send what is held, oldest first; what the server has answered for is let go. */
async function flush(): Promise<void> {
  if (sending) return
  sending = true
  try {
    for (let held = queue(); held.length; held = queue()) {
      const { status, told } = await post<{ outcomes?: Outcome[] }>('/k/rate', { parcels: held.slice(0, AT_ONCE) })
      if (status !== 200 || !told.outcomes) throw new Error(String(status))
      const done = new Set(told.outcomes.map((one) => one.key))
      keep(queue().filter((parcel) => !done.has(parcel.key)))
      for (const outcome of told.outcomes) if (outcome.key === last) answered(outcome)
      online(true)
    }
  } catch {
    online(false)
    if (!thanks.hidden && queue().some((parcel) => parcel.key === last)) by('kiosk-kept').hidden = false
    window.setTimeout(() => void flush(), AGAIN)
  } finally {
    sending = false
  }
}

function answered(outcome: Outcome): void {
  by('kiosk-kept').hidden = true
  by('kiosk-receipt').hidden = !outcome.receipt
  by('kiosk-code').textContent = outcome.receipt ?? ''
  by('kiosk-refused').hidden = !outcome.reason
  by('kiosk-refused').textContent = outcome.reason ?? ''
}

function submit(): void {
  const given = new FormData(form)
  const level = String(given.get('level') ?? '')
  const fault = by('kiosk-fault')
  fault.hidden = level !== ''
  if (!level) {
    fault.textContent = fault.dataset.level ?? ''
    return
  }
  const held = queue()
  if (held.length >= settings.most) return online(false)
  last = newKey()
  const code = call && call.code !== declined ? call.code : ''
  const told = (name: string): boolean => given.has(name)
  keep([...held, {
    key: last, level, tag: given.getAll('tag').map(String), text: String(given.get('text') ?? ''), code,
    keep_private: told('keep_private'), praise_demanded: told('praise_demanded'), assisted: told('assisted'),
  }])
  form.hidden = true
  thanks.hidden = false
  for (const id of ['kiosk-receipt', 'kiosk-kept', 'kiosk-refused']) by(id).hidden = true
  if (code) ask(null)
  by('kiosk-next').focus()
  watch()
  void flush()
}

/** `crypto.randomUUID` is missing on plain http within a hall's own network. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Begin anew for the next visitor: nothing of the last one stays on the screen. */
function reset(): void {
  form.reset()
  form.classList.remove('chosen')
  form.hidden = false
  thanks.hidden = true
  by('kiosk-fault').hidden = true
  by('kiosk-code').textContent = ''
  if (!dialog.open) by<HTMLInputElement>('kiosk-pin').value = ''
  large(settings.large)
  window.speechSynthesis?.cancel()
  last = ''
  window.scrollTo(0, 0)
}

function watch(): void {
  window.clearTimeout(idle)
  idle = window.setTimeout(() => {
    if (dialog.open) dialog.close()
    reset()
  }, 1000 * (thanks.hidden ? settings.idle : settings.thanks))
}

function large(yes: boolean): void {
  if (yes) document.documentElement.dataset.size = 'large'
  else delete document.documentElement.dataset.size
  by('kiosk-size').setAttribute('aria-pressed', String(yes))
}

function ask(one: Call | null): void {
  call = one
  const shown = one !== null && one.code !== declined
  by('kiosk-call').hidden = !shown
  by('kiosk-matter').textContent = one?.matter ?? ''
  by('kiosk-ending').textContent = one?.ending ?? ''
}

/** Say that the device lives, hear which case to ask about; take a new version of the page while nobody uses it. */
async function beat(): Promise<void> {
  try {
    const { status, told } = await post<{ call?: Call | null; version?: string }>('/k/beat', { queued: queue().length })
    online(status === 200)
    if (status === 403 && !queue().length) return location.reload()
    if (status !== 200) return
    if (form.hidden === false && !form.classList.contains('chosen')) {
      if (told.version && told.version !== settings.version && !queue().length) return location.reload()
      ask(told.call ?? null)
    }
    if (queue().length) void flush()
  } catch {
    online(false)
  }
}

function speak(): void {
  const words = [by('kiosk-matter').textContent, by('kiosk-question').textContent, ...[...document.querySelectorAll('label.face')].map((label) => label.textContent)]
  const said = new SpeechSynthesisUtterance(words.filter(Boolean).join('。'))
  said.lang = document.documentElement.lang
  window.speechSynthesis.cancel()
  window.speechSynthesis.speak(said)
}

async function leave(unbind: boolean): Promise<void> {
  const fault = by('kiosk-pin-fault')
  const pin = by<HTMLInputElement>('kiosk-pin')
  try {
    const { status, told } = await post<{ reason?: string }>('/k/leave', { pin: pin.value, unbind })
    fault.hidden = status === 200
    fault.textContent = told.reason ?? ''
    if (status !== 200) return
  } catch {
    fault.hidden = false
    fault.textContent = fault.dataset.offline ?? ''
    return
  }
  pin.value = ''
  dialog.close()
  if (document.fullscreenElement) await document.exitFullscreen()
  if (unbind) location.reload()
  else by('kiosk-start').hidden = false
}

/** Keep the page and what it is made of, so that it opens again without a network. */
async function prepare(): Promise<void> {
  if (!('serviceWorker' in navigator) || !window.isSecureContext) return
  await navigator.serviceWorker.register('/k/sw.js', { scope: '/k/' })
  const parts = [...document.querySelectorAll<HTMLElement>('link[rel="stylesheet"], script[src]')].map((part) => part.getAttribute('href') ?? part.getAttribute('src') ?? '')
  const cache = await caches.open(CACHE)
  await cache.addAll(['/k/', ...parts.filter(Boolean)])
}

form.addEventListener('submit', (event) => {
  event.preventDefault()
  submit()
})
form.addEventListener('change', () => form.classList.toggle('chosen', new FormData(form).has('level')))
by('kiosk-next').addEventListener('click', reset)
by('kiosk-size').addEventListener('click', () => large(document.documentElement.dataset.size !== 'large'))
if ('speechSynthesis' in window) by('kiosk-voice').addEventListener('click', speak)
else by('kiosk-voice').hidden = true
by('kiosk-not-mine').addEventListener('click', () => {
  declined = call?.code ?? ''
  ask(null)
})
by('kiosk-staff').addEventListener('click', () => dialog.showModal())
by('kiosk-back').addEventListener('click', () => dialog.close())
by<HTMLFormElement>('kiosk-pin-form').addEventListener('submit', (event) => {
  event.preventDefault()
  void leave((event.submitter as HTMLButtonElement | null)?.value === 'unbind')
})
by('kiosk-begin').addEventListener('click', () => {
  by('kiosk-start').hidden = true
  void document.documentElement.requestFullscreen?.().catch(() => undefined)
})
for (const kind of ['pointerdown', 'keydown', 'input']) document.addEventListener(kind, watch, { passive: true })
window.addEventListener('online', () => void flush())
document.addEventListener('contextmenu', (event) => event.preventDefault())

by('kiosk-start').hidden = document.fullscreenElement !== null || !document.fullscreenEnabled
keep(queue())
reset()
watch()
void beat()
void flush()
void prepare().catch(() => undefined)
window.setInterval(() => void beat(), settings.beat * 1000)
new EventSource('/k/events').addEventListener('call', () => void beat())
