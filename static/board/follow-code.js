/** The QR code by which a phone comes to a public page. Not there while it is unknown. */

import { getJson } from '../shared/api.js';
import { codePath } from '../shared/protocol.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';

/** The laptop may come to another network: its address is asked for again from time to time. */
const REFRESH_MS = 60_000;

/** Props: the `path` of the page, the words `title` beside the code, `translator`. */
export class FollowCode extends Component {
  state = { code: null };

  componentDidMount() {
    this.refresh();
  }

  componentWillUnmount() {
    this.isGone = true;
    clearTimeout(this.timer);
  }

  async refresh() {
    try {
      this.setState({ code: await getJson(codePath(this.props.path)) });
    } catch {
      // What was known before is still the best guess.
    }
    if (!this.isGone) this.timer = setTimeout(() => this.refresh(), REFRESH_MS);
  }

  render({ translator, title }, { code }) {
    if (code === null) return null;
    const words = code.url.replace(/^https?:\/\//, '');
    return html`
      <section class="follow">
        <svg
          viewBox=${`0 0 ${code.size} ${code.size}`}
          role="img"
          aria-label=${translator.text('follow.code', { url: code.url })}
        >
          <path d=${code.path} />
        </svg>
        <div class="follow-words">
          <h2>${title}</h2>
          <p>${words}</p>
        </div>
      </section>
    `;
  }
}
