/** Bars over a line of figures, drawn by uPlot. */

import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import uPlot from '../vendor/uplot/uPlot.esm.js';

const DARK = matchMedia('(prefers-color-scheme: dark)');

/**
 * Props: `bars` as uPlot takes them, `[[x], [height]]`; the axis below them, by `range(plot, least,
 * most)`, its two ends, and `axis`, more of its options, as uPlot takes both; all of it in words, the
 * `label`.
 */
export class BarPlot extends Component {
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
  shouldComponentUpdate({ bars, label }) {
    return label !== this.props.label || String(bars) !== String(this.props.bars);
  }

  componentDidUpdate() {
    this.plot?.setData(this.props.bars);
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
    const { range, axis, bars } = this.props;
    this.plot = new uPlot(
      { ...this.size(), ...optionsFor(style, range, axis) }, bars, this.place.current,
    );
  };

  render({ label }) {
    return html`<div class="plot" role="img" aria-label=${label} ref=${this.place}></div>`;
  }
}

function optionsFor(style, range, ownAxis) {
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
      x: { time: false, range },
      y: { range: (_plot, _least, most) => [0, Math.max(4, most * 1.08)] },
    },
    axes: [
      { ...axis, size: fontPx * 1.7, space: fontPx * 3, grid: { show: false }, ...ownAxis },
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
