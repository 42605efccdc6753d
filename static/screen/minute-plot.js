/** How many times came in each minute of the race, as bars. */

import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import uPlot from '../vendor/uplot/uPlot.esm.js';
import { barsOf } from './minute-bars.js';

const DARK = matchMedia('(prefers-color-scheme: dark)');

/**
 * Props: `perMinute` (how many, by minute of the race, the first one first), the text `title`,
 * `translator`.
 */
export class MinutePlot extends Component {
  place = { current: null };

  componentDidMount() {
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.place.current);
    // The colours are on the canvas: they do not follow the style sheet by themselves.
    DARK.addEventListener('change', this.draw);
    this.draw();
  }

  componentWillUnmount() {
    this.observer.disconnect();
    DARK.removeEventListener('change', this.draw);
    this.plot?.destroy();
  }

  /** Only other figures are a reason to draw: messages come with the same ones, too. */
  shouldComponentUpdate({ perMinute }) {
    const old = this.props.perMinute;
    return old.length !== perMinute.length || old.some((count, at) => count !== perMinute[at]);
  }

  componentDidUpdate() {
    this.plot?.setData(barsOf(this.props.perMinute));
  }

  size() {
    const { clientWidth: width, clientHeight: height } = this.place.current;
    return { width, height };
  }

  resize() {
    const size = this.size();
    const isSame = this.plot?.width === size.width && this.plot.height === size.height;
    if (!isSame && size.width > 0) this.draw();
  }

  draw = () => {
    this.plot?.destroy();
    const style = getComputedStyle(this.place.current);
    this.plot = new uPlot(
      { ...this.size(), ...optionsFor(style) },
      barsOf(this.props.perMinute),
      this.place.current,
    );
  };

  render({ translator, perMinute, title: titleKey }) {
    const most = translator.number(Math.max(0, ...perMinute));
    const last = translator.number(perMinute.at(-1) ?? 0);
    const title = translator.text(titleKey);
    return html`
      <section class="panel per-minute">
        <h2>${title}</h2>
        <div
          class="plot"
          role="img"
          aria-label=${translator.text('screen.perMinuteSummary', { title, most, last })}
          ref=${this.place}
        ></div>
      </section>
    `;
  }
}

function optionsFor(style) {
  const fontPx = parseFloat(style.fontSize);
  const axis = {
    stroke: style.getPropertyValue('--quiet'),
    font: `600 ${fontPx}px ${style.fontFamily}`,
    ticks: { show: false },
    gap: fontPx * 0.3,
    incrs: [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 240, 500, 1000],
  };
  return {
    legend: { show: false },
    cursor: { show: false },
    padding: [fontPx * 0.6, fontPx * 1.2, 0, 0],
    scales: {
      x: { time: false, range: (_plot, _least, most) => [0.5, Math.max(most, 9.5) + 0.5] },
      y: { range: (_plot, _least, most) => [0, Math.max(4, most * 1.08)] },
    },
    axes: [
      { ...axis, size: fontPx * 1.7, space: fontPx * 3, grid: { show: false },
        values: (_plot, splits) => splits.map((minute) => `${minute}′`) },
      { ...axis, size: fontPx * 2.4, space: fontPx * 2,
        grid: { stroke: style.getPropertyValue('--line'), width: 1 } },
    ],
    series: [
      {},
      { fill: style.getPropertyValue('--bar'), width: 0, points: { show: false },
        paths: uPlot.paths.bars({ size: [0.8, 60], align: 0 }) },
    ],
  };
}
