/** A runner's page for others: its link, and its QR code for a phone beside this one. */

import { FollowCode } from '../board/follow-code.js';
import { nameOf } from '../board/runner-row.js';
import { runnerPagePath } from '../shared/individual-protocol.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';

/** Props: `competitionId`, `runner`, `translator`. */
export class ShareRunner extends Component {
  state = { isCopied: false };

  field = { current: null };

  link() {
    const { competitionId, runner } = this.props;
    return location.origin + runnerPagePath(competitionId, runner.bib);
  }

  share = async () => {
    const { translator, runner } = this.props;
    try {
      await navigator.share({ title: nameOf(translator, runner), url: this.link() });
    } catch {
      // Whoever changes their mind has shared nothing, and nothing is wrong.
    }
  };

  copy = async () => {
    try {
      await navigator.clipboard.writeText(this.link());
    } catch {
      // Without HTTPS there is no clipboard; the older way is there for all.
      this.field.current.select();
      document.execCommand('copy');
    }
    this.setState({ isCopied: true });
  };

  render({ translator, competitionId, runner }, { isCopied }) {
    return html`
      <section class="share" aria-label=${translator.text('board.share')}>
        <div class="share-link">
          <input readonly ref=${this.field} value=${this.link()}
            aria-label=${translator.text('runner.link')}
            onFocus=${({ target }) => target.select()} />
          <button type="button" onClick=${this.copy}>${translator.text('runner.copy')}</button>
          ${navigator.share !== undefined && html`<button type="button" onClick=${this.share}>
            ${translator.text('board.share')}
          </button>`}
          <p role="status">${isCopied && translator.text('runner.copied')}</p>
        </div>
        <${FollowCode} key=${runner.bib} translator=${translator}
          path=${runnerPagePath(competitionId, runner.bib)}
          title=${translator.text('runner.follow')} />
      </section>
    `;
  }
}
