/** Behaviour of every page: filters and paging without a reload, dialogs, copying, theme. All of it is a comfort; a
 *  page works without it. */
import './app.css'
import './logo.svg'
import htmx from 'htmx.org'
import { wireBench } from './bench'

declare global {
  interface Window {
    htmx: typeof htmx
  }
}
window.htmx = htmx

type Toast = { text: string; tone?: string }

const one = <T extends Element>(selector: string, from: ParentNode = document): T | null => from.querySelector<T>(selector)
const all = <T extends Element>(selector: string, from: ParentNode = document): T[] => [...from.querySelectorAll<T>(selector)]

/** Filters, sort headers and paging fetch the same page and replace `#results` and the export link. */
function wireResults(): void {
  if (!one('#results')) return
  for (const link of all<HTMLAnchorElement>('#results a[data-results]:not([hx-get])')) wire(link, link.getAttribute('href') ?? '')
  for (const form of all<HTMLFormElement>('form.query-bar:not([hx-get])')) {
    wire(form, location.pathname)
    form.setAttribute('hx-trigger', 'submit, change')
    htmx.process(form)
  }
}

function wire(element: HTMLElement, url: string): void {
  element.setAttribute('hx-get', url)
  element.setAttribute('hx-target', '#results')
  element.setAttribute('hx-select', '#results')
  element.setAttribute('hx-select-oob', '#export-link,#export-link-pdf')
  element.setAttribute('hx-swap', 'outerHTML')
  element.setAttribute('hx-push-url', 'true')
  element.setAttribute('hx-sync', 'closest body:replace')
  htmx.process(element)
}

export function toast({ text, tone = 'info' }: Toast): void {
  const place = one<HTMLElement>('#toasts')
  if (!place) return
  const note = document.createElement('div')
  note.className = `note note-${tone}`
  const words = document.createElement('div')
  words.className = 'note-text'
  words.textContent = text
  note.append(words)
  place.append(note)
  window.setTimeout(() => note.remove(), tone === 'error' ? 12000 : 5000)
}

/** Copying without the clipboard API: WeChat's browser and plain http do not offer it. */
function copyText(area: HTMLTextAreaElement): Promise<void> {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(area.value)
  area.focus()
  area.select()
  area.setSelectionRange(0, area.value.length)
  return document.execCommand('copy') ? Promise.resolve() : Promise.reject(new Error('copy'))
}

/** Shows the form of a `confirm.html` page in the page's dialog; where that fails, goes to the page itself. */
async function openPage(link: HTMLAnchorElement): Promise<void> {
  const dialog = one<HTMLDialogElement>('#page-dialog')
  const body = one<HTMLElement>('#page-dialog-body')
  if (!dialog?.showModal || !body) return location.assign(link.href)
  try {
    const answer = await fetch(link.href, { headers: { 'X-Requested-With': 'dialog' }, credentials: 'same-origin' })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const content = one<HTMLElement>('#dialog-content', page)
    if (!answer.ok || !content) return location.assign(link.href)
    if (content instanceof HTMLFormElement && !content.getAttribute('action')) content.setAttribute('action', link.href)
    body.replaceChildren(document.importNode(content, true))
    dialog.showModal()
    one<HTMLElement>('input:not([type=hidden]), textarea, select, button', body)?.focus()
  } catch {
    location.assign(link.href)
  }
}

const confirmed = new WeakSet<HTMLFormElement>()

function askFirst(form: HTMLFormElement, submitter: HTMLElement | null): void {
  const dialog = one<HTMLDialogElement>('#confirm-dialog')
  const text = form.dataset.confirm ?? ''
  const go = (): void => {
    confirmed.add(form)
    form.requestSubmit(submitter)
  }
  if (!dialog?.showModal) {
    if (window.confirm(text)) go()
    return
  }
  const words = one<HTMLElement>('#confirm-text', dialog)
  const yes = one<HTMLButtonElement>('[data-yes]', dialog)
  if (words) words.textContent = text
  if (yes) {
    yes.textContent = form.dataset.confirmLabel ?? yes.textContent
    yes.className = 'confirmDanger' in form.dataset ? 'btn btn-error' : 'btn btn-primary'
  }
  dialog.returnValue = 'no'
  dialog.addEventListener('close', () => dialog.returnValue === 'yes' && go(), { once: true })
  dialog.showModal()
}

/** Paper is white: a dark page is printed in light colours, and is dark again afterwards. */
let themeOnScreen: string | undefined
window.addEventListener('beforeprint', () => {
  themeOnScreen = document.documentElement.dataset.theme
  document.documentElement.dataset.theme = 'light'
})
window.addEventListener('afterprint', () => {
  if (themeOnScreen) document.documentElement.dataset.theme = themeOnScreen
  else delete document.documentElement.dataset.theme
})

function chooseTheme(choice: string): void {
  document.cookie = `zy_theme=${choice};path=/;max-age=31536000;samesite=lax`
  if (choice === 'auto') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = choice
  for (const row of all<HTMLElement>('[data-theme-choice]')) {
    if (row.dataset.themeChoice === choice) row.setAttribute('aria-current', 'true')
    else row.removeAttribute('aria-current')
  }
  document.dispatchEvent(new Event('zy:theme'))
}

function onClick(event: MouseEvent): void {
  const target = event.target as Element
  for (const open of all<HTMLDetailsElement>('details.pop[open]')) if (!open.contains(target)) open.open = false
  const theme = target.closest<HTMLElement>('[data-theme-choice]')
  if (theme?.dataset.themeChoice) {
    event.preventDefault()
    return chooseTheme(theme.dataset.themeChoice)
  }
  const page = target.closest<HTMLAnchorElement>('a[data-dialog]')
  if (page && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault()
    return void openPage(page)
  }
  const closer = target.closest<HTMLElement>('[data-dialog-close]')
  const dialog = closer?.closest<HTMLDialogElement>('dialog')
  if (dialog) {
    event.preventDefault()
    return dialog.close()
  }
  if (target.closest('[data-close]')) return target.closest('.note')?.remove()
  if (target.closest('[data-print]')) return window.print()
  const button = target.closest<HTMLButtonElement>('.copy-button')
  const area = button?.closest('[data-copy]')?.querySelector('textarea')
  if (button && area) {
    copyText(area).then(
      () => toast({ text: button.dataset.copied ?? '', tone: 'success' }),
      () => area.select(),
    )
  }
}

function onSubmit(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement
  if (form.dataset.confirm && !confirmed.delete(form)) {
    event.preventDefault()
    event.stopImmediatePropagation()
    return askFirst(form, event.submitter)
  }
  // A second click on a slow line must not send the verb twice.
  if (form.method === 'post' && !event.defaultPrevented) {
    window.setTimeout(() => all<HTMLButtonElement>('button[type=submit], button:not([type])', form).forEach((button) => (button.disabled = true)))
  }
}

function onChange(event: Event): void {
  const box = event.target as HTMLInputElement
  const name = box.dataset?.checkAll
  if (name) for (const other of all<HTMLInputElement>(`input[type=checkbox][name="${CSS.escape(name)}"]`)) other.checked = box.checked
}

function onKey(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return
  for (const open of all<HTMLDetailsElement>('details.pop[open]')) {
    open.open = false
    one<HTMLElement>('summary', open)?.focus()
  }
  const toggle = one<HTMLInputElement>('#nav-toggle')
  if (toggle) toggle.checked = false
}

/** ECharts is fetched only by a page that holds a chart. */
function drawCharts(): void {
  const places = all<HTMLElement>('[data-chart]')
  if (places.length) void import('./charts').then(({ draw }) => places.forEach(draw))
}

/** A wall screen changes its part without going dark, looks at once when it is told that something changed, and keeps
 *  the last picture while the network is away. Without this the page fetches itself by its header. */
function watchWall(): void {
  const { screen, next, seconds } = document.body.dataset
  if (!screen) return
  const wait = Math.max(5, Number(seconds) || 20) * 1000
  let following = next ?? location.pathname
  let present = location.pathname
  let timer = 0
  const show = async (address: string): Promise<void> => {
    window.clearTimeout(timer)
    try {
      const answer = await fetch(address, { credentials: 'same-origin' })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      if (!answer.ok || !page.body.dataset.screen) throw new Error('wall')
      for (const part of ['#main', '.wall-head']) {
        const [old, fresh] = [one<HTMLElement>(part), one<HTMLElement>(part, page)]
        if (old && fresh) old.replaceWith(document.importNode(fresh, true))
      }
      present = address
      following = page.body.dataset.next ?? address
      drawCharts()
    } catch {
      // What hangs there stays; the next turn tries again.
    }
    timer = window.setTimeout(() => void show(following), wait)
  }
  timer = window.setTimeout(() => void show(following), wait)
  new EventSource(`/screens/${screen}`).addEventListener('changed', () => void show(present))
}

function ready(): void {
  wireBench()
  wireResults()
  drawCharts()
}

document.addEventListener('click', onClick)
document.addEventListener('submit', onSubmit, true)
document.addEventListener('change', onChange)
document.addEventListener('keydown', onKey)
document.addEventListener('toast', (event) => toast((event as CustomEvent<Toast>).detail))
document.addEventListener('htmx:afterSettle', ready)
for (const name of ['htmx:sendError', 'htmx:responseError']) {
  document.addEventListener(name, () => toast({ text: one<HTMLElement>('#toasts')?.dataset.failed ?? '', tone: 'error' }))
}
window.addEventListener('pageshow', () => all<HTMLButtonElement>('form button:disabled').forEach((button) => (button.disabled = false)))
ready()
// On a phone the tree would push the list down: it starts folded there.
if (window.matchMedia('(max-width: 1023px)').matches) all<HTMLDetailsElement>('details.aside-fold').forEach((fold) => (fold.open = false))
watchWall()
one<HTMLElement>('[data-focus]')?.focus()
