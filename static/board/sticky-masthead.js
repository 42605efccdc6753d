/** The dark bar on top. It stays in view, and the table's heading stays in view below it. */

import { Component, html } from '../vendor/htm-preact/standalone.module.js';

export class StickyMasthead extends Component {
  element = { current: null };

  componentDidMount() {
    // The bar's height depends on how the name wraps: the style sheet cannot know it.
    this.observer = new ResizeObserver(() => {
      const heightPx = this.element.current.offsetHeight;
      document.documentElement.style.setProperty('--masthead-height', `${heightPx}px`);
    });
    this.observer.observe(this.element.current);
  }

  componentWillUnmount() {
    this.observer.disconnect();
  }

  render({ children }) {
    return html`<header class="masthead" ref=${this.element}>${children}</header>`;
  }
}
