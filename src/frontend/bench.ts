/** The plan desk: a click, or the keyboard's focus, on a thing of the draft lights its words in the text and the other
 *  way round. Without it the links between both still lead there. */

const both = (bench: HTMLElement, key: string): HTMLElement[] => [
  ...bench.querySelectorAll<HTMLElement>(`[data-thing="${CSS.escape(key)}"]`),
]

function light(bench: HTMLElement, key: string): void {
  for (const lit of bench.querySelectorAll('.lit')) lit.classList.remove('lit')
  for (const thing of both(bench, key)) thing.classList.add('lit')
}

const keyOf = (link: HTMLAnchorElement): string => (link.getAttribute('href') ?? '').replace(/^#[et]-/, '')

function isLink(target: EventTarget | null): target is HTMLAnchorElement {
  return target instanceof HTMLAnchorElement && /^#[et]-/.test(target.getAttribute('href') ?? '')
}

/** Scrolls only the pane that holds the other side, so that what was clicked stays where it is. */
function show(target: HTMLElement): void {
  target.closest('details')?.setAttribute('open', '')
  const pane = target.closest<HTMLElement>('.bench-text')
  if (pane && pane.scrollHeight > pane.clientHeight && getComputedStyle(pane).position === 'sticky') {
    const gap = target.getBoundingClientRect().top - pane.getBoundingClientRect().top
    pane.scrollTop += gap - pane.clientHeight / 3
  } else {
    target.scrollIntoView({ block: 'center' })
  }
}

export function wireBench(): void {
  const bench = document.querySelector<HTMLElement>('[data-bench]')
  if (!bench || bench.dataset.wired) return
  bench.dataset.wired = 'yes'
  bench.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!isLink(link)) return
    const target = document.getElementById((link.getAttribute('href') ?? '').slice(1))
    if (!target) return
    event.preventDefault()
    light(bench, keyOf(link))
    show(target)
    history.replaceState(null, '', `#${target.id}`)
    // The keyboard goes on from the other side; a second Enter comes back.
    const there = isLink(target) ? target : target.querySelector<HTMLAnchorElement>('a[href^="#t-"]')
    if (event.detail === 0) there?.focus({ preventScroll: true })
  })
  bench.addEventListener('focusin', (event) => {
    if (isLink(event.target)) light(bench, keyOf(event.target))
  })
  const key = location.hash.replace(/^#[et]-/, '')
  if (key !== location.hash) light(bench, key)
}
