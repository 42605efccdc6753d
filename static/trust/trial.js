/** Whether this device trusts the laptop already, tried and not asked. */

import { JUDGE_PAGE_PATH } from '../shared/organizer-protocol.js';
import { usePage } from '../ui/page.js';
import { html, useEffect, useRef, useState } from '../vendor/htm-preact/standalone.module.js';

const TIMEOUT_MS = 6000;

/** `secureUrl` is the laptop's address with HTTPS; null where this network has none. */
export function Trial({ secureUrl }) {
  const { text, system } = usePage();
  const [state, retry] = useTrial(secureUrl);
  const device = text(system === 'other' ? 'trust.device.computer' : 'trust.device.phone');
  return html`
    <section class=${`trial trial-${state}`}>
      <div role="status">
        <h2>${text(`trust.trial.${state}`, { device })}</h2>
        <p>${text(`trust.trial.${state}.hint`)}</p>
      </div>
      ${state === 'trusted' && html`<p><a class="big" role="button"
        href=${secureUrl + JUDGE_PAGE_PATH}>${text('trust.trial.open')}</a></p>`}
      ${state === 'notYet' && html`<p><button type="button" class="quiet" onClick=${retry}>
        ${text('trust.trial.again')}</button></p>`}
    </section>
  `;
}

/** `[state, retry]`: tried at once, on `retry()`, and whenever the page is seen again. */
function useTrial(secureUrl) {
  const [state, setState] = useState(secureUrl === null ? 'noAddress' : 'trying');
  const latest = useRef(0);
  const attempt = async () => {
    if (secureUrl === null) return;
    latest.current += 1;
    const mine = latest.current;
    const isTrusted = await answers(`${secureUrl}/health`);
    if (mine === latest.current) setState(isTrusted ? 'trusted' : 'notYet');
  };
  useEffect(() => {
    const onSeen = () => document.visibilityState === 'visible' && attempt();
    document.addEventListener('visibilitychange', onSeen);
    attempt();
    return () => {
      latest.current += 1;
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, [secureUrl]);
  const retry = () => {
    setState('trying');
    return attempt();
  };
  return [state, retry];
}

/** A certificate that is not trusted makes a request fail as if nobody were there. */
async function answers(url) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    await fetch(url, { mode: 'no-cors', cache: 'no-store', signal: abort.signal });
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
