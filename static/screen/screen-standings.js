/** The standings on the big screen: as many columns as fit, and pages that turn by themselves. */

import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { layoutFor } from './page-layout.js';
import { PageTurner } from './page-turner.js';
import { StandingsPages } from './standings-pages.js';

/** The smallest row, and the space between columns, in times the size of the page's letters. */
const ROW_EM = 2.6;
const GAP_EM = 1.2;

const TURNS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

/**
 * Props: `rows` in order, `kind` of them (see row-kinds.js), the `context` that these need, the
 * sentence `empty` for when there are none, `translator`.
 */
export class ScreenStandings extends Component {
  frame = { current: null };
  state = { page: 0, isPaused: false, size: null };

  componentDidMount() {
    const { kind, translator } = this.props;
    this.pages = new StandingsPages(this.frame.current, {
      keyOf: kind.keyOf,
      newView: () => kind.newView(translator),
    });
    this.turner = new PageTurner({ onTurn: (page) => this.setState({ page }) });
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.frame.current);
    addEventListener('keydown', this.onKey);
    this.measure();
  }

  componentWillUnmount() {
    this.turner.close();
    this.observer.disconnect();
    removeEventListener('keydown', this.onKey);
  }

  componentDidUpdate() {
    const { rows, context } = this.props;
    const layout = this.layout();
    if (layout === null) return;
    this.turner.setPages(layout.pages);
    const page = Math.min(this.state.page, layout.pages - 1);
    const first = page * layout.perPage;
    const { gap } = this.state.size;
    this.pages.show(rows.slice(first, first + layout.perPage), { page, layout, gap, context });
  }

  measure() {
    const { clientWidth: width, clientHeight: height } = this.frame.current;
    const em = parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (width === 0 || height === 0) return;
    this.setState({ size: { width, height, rowHeight: em * ROW_EM, gap: em * GAP_EM } });
  }

  /** The same object as long as nothing about it changes. */
  layout() {
    const { size } = this.state;
    const count = this.props.rows.length;
    if (size === null) return null;
    if (this.known?.size !== size || this.known.count !== count) {
      this.known = { size, count, layout: layoutFor({ count, ...size }) };
    }
    return this.known.layout;
  }

  onKey = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // On a button the space bar presses the button.
    if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) this.togglePause();
    else if (event.key in TURNS) this.turner.turn(TURNS[event.key]);
    else return;
    event.preventDefault();
  };

  togglePause = () => {
    if (this.turner.isPaused) this.turner.resume();
    else this.turner.pause();
    this.setState({ isPaused: this.turner.isPaused });
  };

  render({ translator, rows, empty }, { page, isPaused }) {
    const layout = this.layout();
    return html`
      <section class="standings-panel" aria-label=${translator.text('standings.caption')}>
        <div
          class="standings"
          role="table"
          aria-label=${translator.text('standings.caption')}
          aria-rowcount=${rows.length}
          ref=${this.frame}
        ></div>
        ${rows.length === 0 && html`<p class="empty">${empty}</p>`}
        ${layout !== null && layout.pages > 1 &&
        html`<${Pager}
          translator=${translator}
          layout=${layout}
          page=${Math.min(page, layout.pages - 1)}
          count=${rows.length}
          isPaused=${isPaused}
          stayMs=${this.turner.stayMs}
          onToggle=${this.togglePause}
        />`}
      </section>
    `;
  }
}

function Pager({ translator, layout, page, count, isPaused, stayMs, onToggle }) {
  const from = page * layout.perPage + 1;
  const to = Math.min(count, from + layout.perPage - 1);
  const [first, last, total] = [from, to, count].map((number) => translator.number(number));
  return html`
    <div class="pager">
      <p>${translator.text('screen.pageOf', { first, last, total })}</p>
      <div class="pager-time" aria-hidden="true">
        <div
          key=${`${page}-${isPaused}`}
          class=${isPaused ? 'pager-stopped' : 'pager-running'}
          style=${{ animationDuration: `${stayMs}ms` }}
        ></div>
      </div>
      <button type="button" onClick=${onToggle}>
        ${translator.text(isPaused ? 'screen.resume' : 'screen.pause')}
      </button>
    </div>
  `;
}
