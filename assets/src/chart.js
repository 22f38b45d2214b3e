// [data-chart="id"]: draws the JSON of #id. Loaded when a chart scrolls into view, with ECharts (199 kB gz).
import { BarChart, LineChart, SankeyChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

echarts.use([LineChart, BarChart, SankeyChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer])

const SERIES = ['--color-primary', '--color-accent', '--color-secondary', '--color-warning', '--color-info', '--color-success']
const REGIONS = { en: 'en', ur: 'ur-PK', bn: 'bn-BD' }
const language = document.documentElement.lang
const nastaliq = language === 'ur'
const region = REGIONS[language] ?? language
const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true })

function colour(name) { // ECharts cannot read oklch(): let the browser turn it into rgb
  probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name)
  probe.clearRect(0, 0, 1, 1)
  probe.fillRect(0, 0, 1, 1)
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data
  return `rgb(${r},${g},${b})`
}

function writer(data, compact) {
  const short = compact ? { notation: 'compact', maximumFractionDigits: 1 } : {}
  if (data.format === 'percent') return (value) => new Intl.NumberFormat(region, { style: 'percent', maximumFractionDigits: 1 }).format(value)
  if (data.format !== 'money') return (value) => new Intl.NumberFormat(region, short).format(value)
  const format = new Intl.NumberFormat(region, { style: 'currency', currency: data.currency, ...short })
  // browsers and Babel disagree about some currencies (PKR), so the server says how many places minor units have
  const places = data.places ?? new Intl.NumberFormat('en', { style: 'currency', currency: data.currency }).resolvedOptions().maximumFractionDigits
  return (minor) => format.formatToParts(minor / 10 ** places).map((part) => (part.type === 'currency' && /\p{L}$/u.test(part.value) ? `\u00a0${part.value}\u00a0` : part.value)).join('').replace(/[\s\u00a0]+/g, '\u00a0').trim()
}

function tip(write) { // an element, not a string: strict CSP refuses style="" in innerHTML
  return (given) => {
    const items = Array.isArray(given) ? given : [given]
    const box = Object.assign(document.createElement('div'), { dir: document.dir })
    box.append(Object.assign(document.createElement('div'), { className: 'font-medium', textContent: items[0].axisValueLabel ?? items[0].name }))
    for (const item of items) {
      const line = Object.assign(document.createElement('div'), { className: 'flex items-center gap-2' })
      const dot = Object.assign(document.createElement('span'), { className: 'inline-block size-2 rounded-full' })
      dot.style.background = item.color
      const value = Object.assign(document.createElement('bdi'), { className: 'ms-auto ps-3 font-medium tabular-nums', textContent: item.value == null ? '—' : write(item.value) })
      line.append(dot, Object.assign(document.createElement('span'), { textContent: item.seriesName }), value)
      box.append(line)
    }
    return box
  }
}

function series(one, data, { horizontal, last, ink, write }) {
  const kind = one.type ?? data.kind ?? 'bar'
  const area = kind === 'area'
  const line = area || kind === 'line'
  const radius = horizontal ? (document.dir === 'rtl' ? [3, 0, 0, 3] : [0, 3, 3, 0]) : [3, 3, 0, 0]
  return {
    name: one.name, data: one.data, type: line ? 'line' : 'bar', stack: data.stacked ? 'all' : undefined,
    areaStyle: area ? { opacity: 0.14 } : undefined,
    symbolSize: 6, showSymbol: line && one.data.length <= 24, lineStyle: { width: 2 },
    barMaxWidth: horizontal ? 22 : 36, barCategoryGap: '32%', itemStyle: line || (data.stacked && !last) ? undefined : { borderRadius: radius },
    emphasis: { focus: 'none' },
    label: horizontal && !data.stacked ? { show: true, position: document.dir === 'rtl' ? 'left' : 'right', color: ink, formatter: ({ value }) => write(value) } : undefined,
  }
}

function option(element, data) {
  const rtl = document.dir === 'rtl'
  const horizontal = Boolean(data.horizontal)
  const [ink, line, paper] = ['--color-base-content', '--color-base-300', '--color-base-100'].map(colour)
  const text = { color: ink, fontFamily: getComputedStyle(element).fontFamily, fontSize: 12, lineHeight: nastaliq ? 30 : undefined }
  const many = data.series.length > 1
  const numbers = {
    type: 'value', axisLabel: { ...text, formatter: writer(data, true) }, splitLine: { lineStyle: { color: line } }, splitNumber: 4,
    ...(horizontal ? { inverse: rtl, axisLabel: { show: false }, splitLine: { show: false }, boundaryGap: [0, '14%'] } : { position: rtl ? 'right' : 'left' }),
  }
  const names = {
    type: 'category', data: data.labels, axisLabel: { ...text, hideOverlap: true }, axisTick: { show: false }, axisLine: { lineStyle: { color: line } },
    ...(horizontal ? { inverse: true, position: rtl ? 'right' : 'left' } : { inverse: rtl }),
  }
  const write = writer(data, false)
  return {
    color: SERIES.map(colour), aria: { enabled: true, label: { description: element.getAttribute('aria-label') ?? '' } }, textStyle: text, animationDuration: 250,
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow', shadowStyle: { opacity: 0.12 } }, formatter: tip(write), backgroundColor: paper, borderColor: line, textStyle: text, confine: true },
    legend: many ? { data: data.series.map((s) => s.name), top: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, padding: [nastaliq ? 12 : 2, 2], [rtl ? 'right' : 'left']: 0, align: rtl ? 'right' : 'left', textStyle: text } : undefined,
    grid: { left: 4, right: 4, bottom: nastaliq ? 10 : 6, top: many ? (nastaliq ? 60 : 36) : nastaliq ? 18 : 10, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: horizontal ? numbers : names,
    yAxis: horizontal ? names : numbers,
    series: data.series.map((one, at) => series(one, data, { horizontal, ink, write: writer(data, true), last: at === data.series.length - 1 })),
  }
}

function sankey(element, data) { // it knows no right to left: its links are turned round instead
  const turned = (document.dir === 'rtl') !== Boolean(data.is_backwards)
  const [ink, line, paper] = ['--color-base-content', '--color-base-300', '--color-base-100'].map(colour)
  const text = { color: ink, fontFamily: getComputedStyle(element).fontFamily, fontSize: 12, lineHeight: nastaliq ? 28 : undefined }
  const write = writer({}, false)
  const names = Object.fromEntries(data.nodes.map((node) => [node.id, node.label]))
  const colours = SERIES.map(colour)
  const told = ({ data: one, dataType }) => {
    const label = dataType === 'edge' ? [one.from, one.to].map((id) => names[id]).join(document.dir === 'rtl' ? ' ← ' : ' → ') : names[one.name]
    return tip(write)({ name: label, seriesName: '', value: one.people, color: ink })
  }
  return {
    color: colours, aria: { enabled: true, label: { description: element.getAttribute('aria-label') ?? '' } }, textStyle: text, animationDuration: 250,
    tooltip: { trigger: 'item', formatter: told, backgroundColor: paper, borderColor: line, textStyle: text, confine: true },
    series: [{
      type: 'sankey', left: 8, right: 8, top: 12, bottom: 12, nodeGap: 14, nodeWidth: 12, draggable: false, layoutIterations: 0, nodeAlign: turned ? 'right' : 'left',
      label: { ...text, width: 150, overflow: 'truncate', formatter: ({ name, data: node }) => `${names[name]}  ${write(node.people)}` },
      lineStyle: { color: ink, opacity: 0.16 }, emphasis: { focus: 'adjacency', lineStyle: { opacity: 0.35 } },
      data: data.nodes.map((node) => ({
        name: node.id, value: node.people, people: node.people, link: node.link, itemStyle: { color: colours[node.step % colours.length] },
        label: { position: (turned ? node.step > 0 : node.step === data.nodes.at(-1).step) ? (turned ? 'right' : 'left') : turned ? 'left' : 'right' },
      })),
      links: data.flows.map((flow) => ({
        source: turned ? flow.target : flow.source, target: turned ? flow.source : flow.target, from: flow.source, to: flow.target, value: flow.people, people: flow.people, link: flow.link,
      })),
    }],
  }
}

export function mount(element) {
  const source = document.getElementById(element.dataset.chart)
  if (!source) return
  const data = JSON.parse(source.textContent)
  const chart = echarts.init(element, null, { renderer: 'svg' })
  const draw = () => chart.setOption(data.kind === 'sankey' ? sankey(element, data) : option(element, data), true)
  draw()
  const resize = new ResizeObserver(() => (element.isConnected ? chart.resize() : stop()))
  const stop = () => { resize.disconnect(); document.removeEventListener('themechange', draw); chart.dispose() }
  resize.observe(element)
  document.addEventListener('themechange', draw)
  if (data.kind === 'sankey') chart.on('click', ({ data: one }) => { if (one.link) location.assign(one.link) })
  if (!data.links) return
  chart.on('click', ({ dataIndex }) => { if (data.links[dataIndex]) location.assign(data.links[dataIndex]) })
}
