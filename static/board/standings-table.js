/** The standings: heading and frame. The rows are kept by StandingsBody. */

import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { StandingsBody } from './standings-body.js';
import { StandingsNotes } from './standings-notes.js';

const COLUMNS = ['position', 'bib', 'team', 'category', 'records', 'total', 'average', 'best'];

/** Props: `live` (see live-results.js), `translator`. */
export class StandingsTable extends Component {
  tbody = { current: null };

  componentDidMount() {
    this.body = new StandingsBody(this.tbody.current, this.props.translator);
    this.componentDidUpdate();
  }

  componentDidUpdate() {
    const { rows, competition } = this.props.live;
    this.body.update(rows, competition.recordsPerTeam);
  }

  // The roles say again what the elements are: on a phone the rows are laid out anew by CSS, and
  // browsers then no longer take them for a table.
  render({ translator, live }) {
    return html`
      <table class="standings" role="table" aria-label=${translator.text('standings.caption')}>
        <thead role="rowgroup">
          <tr role="row">
            ${COLUMNS.map(
              (column) => html`<th role="columnheader" scope="col" class=${column} key=${column}>
                ${translator.text(`standings.${column}`)}
              </th>`,
            )}
          </tr>
        </thead>
        <tbody role="rowgroup" ref=${this.tbody}></tbody>
      </table>
      <${StandingsNotes} live=${live} translator=${translator} empty="standings.empty" />
    `;
  }
}
