/** The colours of a chart, read from the theme of the page around it. */
export interface Palette {
  ink: string
  mute: string
  line: string
  ground: string
  accent: string
  tones: Record<string, string>
  series: string[]
  /** Colours that only tell groups apart: none of them says good or bad. */
  groups: string[]
  font: string
}

const FALLBACK: Record<string, string> = { '--color-primary': '#1554ad', '--color-base-300': '#dde3ec', '--color-base-100': '#ffffff', '--zy-mute': '#566173' }

export function palette(place: Element): Palette {
  const styles = getComputedStyle(place)
  const colour = (name: string): string => styles.getPropertyValue(name).trim() || FALLBACK[name] || '#566173'
  const tones: Record<string, string> = {}
  for (const tone of ['info', 'success', 'warning', 'error', 'neutral']) tones[tone] = colour(`--zy-${tone}-fill`)
  tones.grave = colour('--zy-error-deep')
  for (const level of [1, 2, 3, 4, 5]) tones[`level-${level}`] = colour(`--zy-level-${level}`)
  return {
    ink: styles.color,
    mute: colour('--zy-mute'),
    line: colour('--color-base-300'),
    ground: colour('--color-base-100'),
    accent: colour('--color-primary'),
    tones,
    series: ['info', 'warning', 'success', 'error', 'neutral'].map((tone) => tones[tone] ?? '#566173'),
    groups: [1, 2, 3, 4, 5, 6].map((number) => colour(`--zy-group-${number}`)),
    font: styles.fontFamily,
  }
}
