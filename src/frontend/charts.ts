/** Charts of the desk and the public pages, drawn as SVG; loaded on demand (`app.ts`), never on the rating page. */
import { BarChart, CustomChart, HeatmapChart, LineChart, PieChart, ScatterChart } from 'echarts/charts'
import {
  CalendarComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import * as echarts from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { SVGRenderer } from 'echarts/renderers'
import { type Data, height, options } from './options'
import { palette } from './palette'

echarts.use([
  BarChart, CustomChart, HeatmapChart, LineChart, PieChart, ScatterChart,
  CalendarComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent, LabelLayout, SVGRenderer,
])

const drawn = new Map<HTMLElement, ResizeObserver>()

/** A point, row or step leads to the page behind it. */
function begin(place: HTMLElement): echarts.ECharts {
  const chart = echarts.init(place, null, { renderer: 'svg' })
  chart.on('click', ({ data }) => {
    const { href } = (data ?? {}) as { href?: string }
    if (href) window.location.assign(href)
  })
  return chart
}

function paint(place: HTMLElement): void {
  const source = document.getElementById(place.dataset.source ?? '')?.textContent
  if (!source) return
  const data = JSON.parse(source) as Data
  const kind = place.dataset.chart ?? ''
  const wanted = height(kind, data, place.clientWidth)
  if (wanted) place.style.height = `${wanted}px`
  const chart = echarts.getInstanceByDom(place) ?? begin(place)
  chart.setOption(options(kind, data, palette(place), place.clientWidth), true)
  chart.resize()
  // On paper the style sheet shrinks the picture to the column; only a view box lets it shrink.
  place.querySelector('svg')?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`)
}

/** Draws a chart into its place and keeps it right when the page is resized or the theme changes. */
export function draw(place: HTMLElement): void {
  if (drawn.has(place)) return
  let width = place.clientWidth
  const observer = new ResizeObserver(() => {
    if (place.clientWidth === width) return
    width = place.clientWidth
    paint(place)
  })
  drawn.set(place, observer)
  paint(place)
  observer.observe(place)
}

/** Charts that a partial answer has taken out of the page are let go. */
function repaint(): void {
  for (const [place, observer] of drawn) {
    if (place.isConnected) paint(place)
    else {
      observer.disconnect()
      drawn.delete(place)
    }
  }
}

document.addEventListener('zy:theme', repaint)
const dark = window.matchMedia('(prefers-color-scheme: dark)')
// Safari 13 knows only addListener.
if (dark.addEventListener) dark.addEventListener('change', repaint)
