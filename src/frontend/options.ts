/** From the data of a page to the options of ECharts; pure functions, so that they can be read and tested alone. */
import type { EChartsCoreOption } from 'echarts/core'
import type { Palette } from './palette'

/** `group`: rows of one group share a colour and a shape, named in the legend; `own`: a row of the reader's unit. */
export interface Row { name: string; score: number; low: number; high: number; n?: number; group?: string; own?: boolean; href?: string }
export interface Point { name: string; n: number; value: number; href?: string }
export interface Series { name: string; values: (number | null)[]; tone?: string }
/** `whole`: what is reached so far, standing on the axis; the others are steps between wholes. */
export interface Step { name: string; start: number; end: number; whole?: boolean; href?: string }
export interface Data {
  rows?: Row[]
  points?: Point[]
  labels?: string[]
  series?: Series[]
  steps?: Step[]
  /** The pages behind the labels of a trend, in their order; `href` of a row, point or step is the page behind it. */
  hrefs?: string[]
  values?: number[]
  tones?: string[]
  days?: [string, number][]
  from?: string
  to?: string
  mean?: number
  sd?: number
  /** How much units usually differ beyond chance; widens the limits of a funnel. */
  tau?: number
  min?: number
  max?: number
  unit?: string
  stacked?: boolean
  horizontal?: boolean
  words?: Record<string, string>
}

const NARROW = 520
const round = (value: number): string => String(Math.round(value * 10) / 10)
const english = (): boolean => document.documentElement.lang === 'en'
const word = (chinese: string, other: string): string => (english() ? other : chinese)

/** The height a chart wants in pixels; 0 leaves it to the style sheet. */
export function height(kind: string, data: Data, width: number): number {
  if (kind === 'caterpillar') return Math.max(180, (data.rows?.length ?? 0) * 22 + (new Set(data.rows?.map((row) => row.group)).size > 1 ? 98 : 70))
  if (kind === 'waterfall') return (data.steps?.length ?? 0) * 36 + 44
  if (kind === 'bars' && data.horizontal) return Math.max(180, (data.labels?.length ?? 0) * 30 + 60)
  if (kind === 'calendar') return calendarBands(data, width).length * 148 + 60
  return kind === 'share' ? 230 : 320
}

export function options(kind: string, data: Data, look: Palette, width: number): EChartsCoreOption {
  const make = { caterpillar, funnel, waterfall, trend, bars, calendar, share }[kind]
  if (!make) throw new Error(`unknown chart ${kind}`)
  return { ...frame(look), ...make(data, look, width) }
}

function frame(look: Palette): EChartsCoreOption {
  return {
    animation: false,
    aria: { enabled: false, label: { enabled: false } },
    textStyle: { fontFamily: look.font, color: look.ink },
    tooltip: tip(look, {}),
    color: look.series,
  }
}

/** Rich text is drawn into the picture itself; HTML tooltips would need inline styles, which the policy forbids. */
function tip(look: Palette, more: object): object {
  return { renderMode: 'richText', confine: true, backgroundColor: look.ground, borderColor: look.line, borderWidth: 1, padding: [6, 10], textStyle: { color: look.ink, fontSize: 13 }, ...more }
}

const axisText = (look: Palette): object => ({ color: look.mute, fontSize: 12 })
const splitLine = (look: Palette): object => ({ lineStyle: { color: look.line } })
const axisLine = (look: Palette): object => ({ lineStyle: { color: look.line } })

function nameWidth(names: string[], width: number): number {
  const longest = Math.max(0, ...names.map((name) => [...name].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 12 : 7), 0)))
  return Math.min(longest + 28, width < NARROW ? 128 : 240)
}

function bounds(values: number[], data: Data): { min: number; max: number } {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const air = (high - low) * 0.08 || 1
  const floor = (value: number): number => Math.floor(value / 5) * 5
  return { min: data.min ?? Math.max(0, floor(low - air)), max: data.max ?? Math.ceil((high + air) / 5) * 5 }
}

interface Api { value(place: number): number; coord(point: number[]): number[]; size(extent: number[]): number[] }
interface Drawn { coordSys: { x: number; width: number } }

const SHAPES: string[] = ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin', 'arrow']

/** The groups of a caterpillar in the order of their size, each with a colour and a shape of its own. */
function groupsOf(rows: Row[], look: Palette): { name: string; colour: string; shape: string }[] {
  const sizes = new Map<string, number>()
  for (const row of rows) sizes.set(row.group ?? '', (sizes.get(row.group ?? '') ?? 0) + 1)
  const names = [...sizes.keys()].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0) || (a < b ? -1 : 1))
  return names.map((name, place) => ({
    name,
    colour: names.length > 1 ? look.groups[place % look.groups.length] ?? look.accent : look.accent,
    shape: SHAPES[place % SHAPES.length] ?? 'circle',
  }))
}

function caterpillar(data: Data, look: Palette, width: number): EChartsCoreOption {
  const rows = [...(data.rows ?? [])].sort((a, b) => a.score - b.score)
  const groups = groupsOf(rows, look)
  const colourOf = (row?: Row): string => groups.find((group) => group.name === (row?.group ?? ''))?.colour ?? look.accent
  const unit = data.unit ?? ''
  const line = (x1: number, y1: number, x2: number, y2: number, row?: Row): object => ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke: colourOf(row), lineWidth: row?.own ? 4 : 2 } })
  const whisker = ({ coordSys }: Drawn, api: Api): object => {
    const place = api.value(0)
    const row = rows[place]
    const [x1 = 0, y = 0] = api.coord([api.value(1), place])
    const [x2 = 0] = api.coord([api.value(2), place])
    const tall = api.size([0, 1])[1] ?? 22
    const band = row?.own ? [{ type: 'rect', shape: { x: coordSys.x, y: y - tall / 2, width: coordSys.width, height: tall }, style: { fill: look.line, opacity: 0.6 } }] : []
    return { type: 'group', children: [...band, line(x1, y, x2, y, row), line(x1, y - 4, x1, y + 4, row), line(x2, y - 4, x2, y + 4, row)] }
  }
  const mark = data.mean === undefined ? undefined : {
    symbol: 'none', silent: true, lineStyle: { type: 'dashed', color: look.mute },
    label: { formatter: `${word('平均', 'mean')} ${round(data.mean)}`, color: look.mute }, data: [{ xAxis: data.mean }],
  }
  const several = groups.length > 1
  const room = nameWidth(rows.map((row) => (row.own ? `▶ ${row.name}` : row.name)), width)
  return {
    legend: { show: several, type: 'scroll', selectedMode: false, top: 0, left: 'center', itemWidth: 12, itemHeight: 10, textStyle: { color: look.ink, fontSize: 12 }, pageTextStyle: { color: look.mute }, pageIconColor: look.ink, pageIconInactiveColor: look.line, data: groups.map((group) => group.name) },
    grid: { left: room, right: 24, top: several ? 56 : 28, bottom: 36 },
    tooltip: tip(look, {
      trigger: 'item',
      formatter: ({ seriesType, value }: { seriesType: string; value: number[] }) => {
        const row = rows[(seriesType === 'custom' ? value[0] : value[1]) ?? -1]
        if (!row) return ''
        const count = row.n === undefined ? '' : `\n${word('样本', 'ratings')} ${row.n}`
        const group = row.group ? `\n${row.group}` : ''
        return `${row.name}${row.own ? word('（本单位）', ' (own unit)') : ''}\n${round(row.score)}${unit}  (${round(row.low)}–${round(row.high)})${count}${group}`
      },
    }),
    xAxis: { type: 'value', ...bounds(rows.flatMap((row) => [row.low, row.high]), data), axisLabel: { ...axisText(look), formatter: `{value}${unit}` }, splitLine: splitLine(look) },
    yAxis: {
      type: 'category', data: rows.map((row) => row.name), axisTick: { show: false }, axisLine: { show: false },
      axisLabel: {
        ...axisText(look), color: look.ink, interval: 0, width: room - 12, overflow: 'truncate',
        formatter: (name: string, place: number) => (rows[place]?.own ? `{own|▶ ${name}}` : name), rich: { own: { fontWeight: 'bold', color: look.ink, fontSize: 12 } },
      },
    },
    series: [
      { type: 'custom', z: 1, renderItem: whisker, encode: { x: [1, 2], y: 0 }, data: rows.map((row, place) => ({ value: [place, row.low, row.high], href: row.href })) },
      ...groups.map((group, number) => ({
        type: 'scatter', z: 2, name: group.name, symbol: group.shape, itemStyle: { color: group.colour }, symbolSize: (value: number[]) => (rows[value[1] ?? -1]?.own ? 13 : 9),
        data: rows.flatMap((row, place) => ((row.group ?? '') === group.name ? [{ value: [row.score, place], href: row.href }] : [])), ...(mark && number === 0 ? { markLine: mark } : {}),
      })),
    ],
  }
}

/** Control limits of a funnel: mean ± z · sd / √n, 95% and 99.8% (Spiegelhalter 2005). */
const LIMITS = [1.96, 3.09]

function funnel(data: Data, look: Palette, width: number): EChartsCoreOption {
  const points = data.points ?? []
  const mean = data.mean ?? 0
  const sd = data.sd ?? 1
  const largest = Math.max(10, ...points.map((point) => point.n)) * 1.08
  const smallest = Math.max(1, Math.min(...points.map((point) => point.n)) * 0.8)
  const steps = Array.from({ length: 60 }, (_, step) => smallest * (largest / smallest) ** (step / 59))
  const tau = data.tau ?? 0
  const spread = (n: number): number => Math.sqrt((sd * sd) / n + tau * tau)
  const outside = (point: Point): boolean => Math.abs(point.value - mean) > (LIMITS[1] ?? 3) * spread(point.n)
  const limit = (z: number, type: string): object => ({
    type: 'line', showSymbol: false, silent: true, tooltip: { show: false }, z: 1, lineStyle: { color: look.mute, width: 1, type },
    data: steps.map((n) => [n, Math.min(Math.max(mean + z * spread(n), data.min ?? 0), data.max ?? 100)]),
  })
  // Only what stands outside the outer limits is named, the farthest first: names inside the funnel would collide.
  const distance = (point: Point): number => Math.abs(point.value - mean) / spread(point.n)
  const named = new Set(points.filter(outside).sort((a, b) => distance(b) - distance(a)).slice(0, 8))
  const letters = width < NARROW ? 6 : 13
  const margin = named.size ? letters * 12 + 20 : 20
  const shown = (from: Point[], color: string, z: number): object => ({
    type: 'scatter', symbolSize: 9, z, itemStyle: { color, opacity: 0.85 },
    data: from.map((point) => ({ name: point.name, href: point.href, value: [point.n, point.value], label: { show: named.has(point), position: 'right', formatter: shorten(point.name, letters), color: look.ink, fontSize: 12, lineHeight: 18 } })),
    // Names stand in a column of their own at the right, moved apart where they would touch, with a line to the point.
    labelLine: { show: true, length2: 4, lineStyle: { color: look.line } },
    labelLayout: { x: width - margin + 4, align: 'left', moveOverlap: 'shiftY' },
  })
  return {
    grid: { left: 48, right: margin + 12, top: 24, bottom: 44 },
    tooltip: tip(look, { trigger: 'item', formatter: ({ name, value }: { name: string; value: number[] }) => `${name}\n${round(value[1] ?? 0)}${data.unit ?? ''}\n${word('样本', 'ratings')} ${value[0]}` }),
    xAxis: { type: 'log', logBase: 10, min: smallest, max: largest, name: word('评价数', 'ratings'), nameLocation: 'middle', nameGap: 26, nameTextStyle: axisText(look), axisLabel: { ...axisText(look), showMinLabel: false, showMaxLabel: false, formatter: (n: number) => String(Math.round(n)) }, axisLine: axisLine(look), splitLine: { show: false }, minorTick: { show: false } },
    yAxis: { type: 'value', scale: true, ...bounds([...points.map((point) => point.value), mean], data), axisLabel: axisText(look), splitLine: splitLine(look) },
    series: [
      limit(-1.96, 'dashed'), limit(1.96, 'dashed'), limit(-3.09, 'solid'), limit(3.09, 'solid'), limit(0, 'solid'),
      shown(points.filter((point) => !outside(point)), look.tones.info ?? look.accent, 2),
      shown(points.filter(outside), look.tones.error ?? look.accent, 3),
    ],
  }
}

/** From a beginning to a whole: every step hangs where the one before it ended, so that it is seen what each brought. */
function waterfall(data: Data, look: Palette, width: number): EChartsCoreOption {
  const steps = data.steps ?? []
  const unit = data.unit ?? ''
  const names = steps.map((step) => step.name)
  const room = nameWidth(names, width)
  const limits = bounds(steps.flatMap((step) => (step.whole ? [step.end] : [step.start, step.end])), data)
  const said = ({ start, end, whole }: Step): string => (whole ? round(end) : `${end < start ? '−' : '+'}${round(Math.abs(end - start))}`)
  const colour = ({ start, end, whole }: Step): string => (whole ? look.accent : look.tones[end < start ? 'warning' : 'success']) ?? look.accent
  const drawn = ({ coordSys }: Drawn, api: Api): object => {
    const place = api.value(0)
    const step = steps[place] ?? { name: '', start: 0, end: 0 }
    const [from = 0, y = 0] = api.coord([step.start, place])
    const [to = 0] = api.coord([step.end, place])
    const tall = api.size([0, 1])[1] ?? 36
    const thick = Math.min(tall * 0.6, 20)
    const left = Math.max(Math.min(from, to), coordSys.x)
    const right = Math.max(from, to, left + 2)
    const onward = place < steps.length - 1 ? [{ type: 'line', shape: { x1: to, y1: y + thick / 2, x2: to, y2: y + tall - thick / 2 }, style: { stroke: look.mute, lineWidth: 1, lineDash: [3, 3] } }] : []
    return {
      type: 'group',
      children: [
        { type: 'rect', shape: { x: left, y: y - thick / 2, width: right - left, height: thick, r: 2 }, style: { fill: colour(step) } },
        { type: 'text', style: { text: said(step), x: right + 6, y, fill: look.ink, fontSize: 12, fontWeight: step.whole ? 'bold' : 'normal', verticalAlign: 'middle' } },
        ...onward,
      ],
    }
  }
  return {
    grid: { left: room, right: 56, top: 8, bottom: 32 },
    tooltip: tip(look, { trigger: 'item', formatter: ({ value }: { value: number[] }) => { const step = steps[value[0] ?? -1]; return step ? `${step.name}\n${said(step)}${unit}` : '' } }),
    xAxis: { type: 'value', ...limits, interval: [1, 2, 5, 10, 20].find((one) => limits.max - limits.min <= 6 * one), axisLabel: axisText(look), splitLine: splitLine(look) },
    yAxis: { type: 'category', inverse: true, data: names, axisTick: { show: false }, axisLine: axisLine(look), axisLabel: { ...axisText(look), color: look.ink, interval: 0, width: room - 12, overflow: 'truncate' } },
    series: [{ type: 'custom', renderItem: drawn, encode: { x: [1, 2], y: 0 }, data: steps.map((step, place) => ({ value: [place, step.start, step.end], href: step.href })) }],
  }
}

const shorten = (name: string, letters: number): string => ([...name].length > letters ? `${[...name].slice(0, letters - 1).join('')}…` : name)

function legend(data: Data, look: Palette): object {
  const several = (data.series?.length ?? 0) > 1
  return { show: several, top: 0, left: 'center', itemWidth: 14, itemHeight: 10, textStyle: { color: look.ink, fontSize: 12 } }
}

function trend(data: Data, look: Palette): EChartsCoreOption {
  const marks: string[] = ['circle', 'rect', 'triangle', 'diamond', 'roundRect']
  const styles = ['solid', 'dashed', 'dotted']
  return {
    legend: legend(data, look),
    grid: { left: 48, right: 20, top: (data.series?.length ?? 0) > 1 ? 36 : 20, bottom: 32 },
    tooltip: tip(look, { trigger: 'axis', valueFormatter: (value: number | null) => (value === null ? '—' : `${round(value)}${data.unit ?? ''}`) }),
    xAxis: { type: 'category', data: data.labels ?? [], boundaryGap: false, axisLabel: { ...axisText(look), hideOverlap: true }, axisLine: axisLine(look) },
    yAxis: { type: 'value', scale: true, ...(data.min === undefined ? {} : { min: data.min }), ...(data.max === undefined ? {} : { max: data.max }), axisLabel: { ...axisText(look), formatter: `{value}${data.unit === '%' ? '%' : ''}` }, splitLine: splitLine(look) },
    series: (data.series ?? []).map((one, place) => ({
      type: 'line', name: one.name, data: one.values.map((value, at) => ({ value, href: data.hrefs?.[at] })), connectNulls: false, symbol: marks[place % marks.length], symbolSize: 6,
      lineStyle: { width: 2, type: styles[place % styles.length] }, ...(one.tone ? { color: look.tones[one.tone] } : {}),
    })),
  }
}

function bars(data: Data, look: Palette, width: number): EChartsCoreOption {
  const labels = data.labels ?? []
  const names = { type: 'category', data: labels, inverse: Boolean(data.horizontal), axisTick: { show: false }, axisLine: axisLine(look), axisLabel: { ...axisText(look), color: look.ink, interval: data.horizontal ? 0 : 'auto', hideOverlap: !data.horizontal, width: data.horizontal ? nameWidth(labels, width) - 12 : undefined, overflow: 'truncate' } }
  const values = { type: 'value', axisLabel: axisText(look), splitLine: splitLine(look) }
  const several = (data.series?.length ?? 0) > 1
  return {
    legend: legend(data, look),
    grid: { left: data.horizontal ? nameWidth(labels, width) : 48, right: 32, top: several ? 36 : 16, bottom: 32 },
    tooltip: tip(look, { trigger: 'axis', axisPointer: { type: 'shadow' }, valueFormatter: (value: number | null) => (value === null ? '—' : `${round(value)}${data.unit ?? ''}`) }),
    xAxis: data.horizontal ? values : names,
    yAxis: data.horizontal ? names : values,
    series: (data.series ?? []).map((one) => ({
      type: 'bar', name: one.name, data: one.values, barMaxWidth: 28, ...(data.stacked ? { stack: 'all' } : {}), ...(one.tone ? { color: look.tones[one.tone] } : {}),
      itemStyle: { borderRadius: data.stacked ? 0 : data.horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0] },
    })),
  }
}

/** A year fits on a desk in one band; a phone gets a band for every quarter. */
function calendarBands(data: Data, width: number): [string, string][] {
  const first = data.from ?? data.days?.[0]?.[0] ?? '2026-01-01'
  const last = data.to ?? data.days?.[data.days.length - 1]?.[0] ?? first
  const months = (Number(last.slice(0, 4)) - Number(first.slice(0, 4))) * 12 + Number(last.slice(5, 7)) - Number(first.slice(5, 7)) + 1
  const each = width < NARROW ? 3 : 12
  if (months <= each) return [[first, last]]
  const bands: [string, string][] = []
  for (let start = 0; start < months; start += each) {
    const month = (offset: number): Date => new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1 + offset, 1))
    const iso = (date: Date): string => date.toISOString().slice(0, 10)
    const end = new Date(month(Math.min(start + each, months)).getTime() - 86_400_000)
    bands.push([start === 0 ? first : iso(month(start)), start + each >= months ? last : iso(end)])
  }
  return bands
}

function calendar(data: Data, look: Palette, width: number): EChartsCoreOption {
  const bands = calendarBands(data, width)
  const most = Math.max(1, ...(data.days ?? []).map(([, count]) => count))
  const language = english() ? 'EN' : 'ZH'
  const [pale, strong] = [look.line, look.tones.info ?? look.accent]
  return {
    tooltip: tip(look, { formatter: ({ value }: { value: [string, number] }) => `${value[0]}  ${value[1]}${data.unit ?? ''}` }),
    visualMap: { min: 0, max: most, orient: 'horizontal', left: 'center', bottom: 2, itemWidth: 12, itemHeight: 90, text: [`${most}${data.unit ?? ''}`, '0'], textStyle: { color: look.mute, fontSize: 12 }, inRange: { color: [pale, strong] }, calculable: false, hoverLink: false },
    calendar: bands.map((range, place) => ({
      range, top: 24 + place * 148, left: 34, right: 8, cellSize: ['auto', 16], splitLine: { lineStyle: { color: look.mute, width: 1 } }, itemStyle: { color: 'transparent', borderColor: look.ground, borderWidth: 2 },
      dayLabel: { nameMap: language, firstDay: 1, color: look.mute, fontSize: 11 }, monthLabel: { nameMap: language, color: look.mute, fontSize: 11 }, yearLabel: { show: false },
    })),
    series: bands.map((_range, place) => ({ type: 'heatmap', coordinateSystem: 'calendar', calendarIndex: place, data: data.days ?? [] })),
  }
}

function share(data: Data, look: Palette): EChartsCoreOption {
  const labels = data.labels ?? []
  return {
    tooltip: tip(look, { trigger: 'item', formatter: ({ name, value, percent }: { name: string; value: number; percent: number }) => `${name} ${value}${data.unit ?? ''} (${percent}%)` }),
    series: [{
      type: 'pie', radius: ['45%', '72%'], label: { color: look.ink, formatter: '{b} {d}%' }, itemStyle: { borderColor: look.ground, borderWidth: 2 },
      data: labels.map((name, place) => ({ name, value: data.values?.[place] ?? 0, itemStyle: { color: look.tones[data.tones?.[place] ?? ''] ?? look.series[place % look.series.length] } })),
    }],
  }
}
