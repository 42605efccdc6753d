/** Judges' cards on A4 sheets: who takes one scans its code and is signed in. */

import { CARDS_PATH, decodeJudge, JUDGES_PATH } from '../../shared/organizer-protocol.js';
import { errorText, usePage } from '../../ui/page.js';
import { html, useState } from '../../vendor/htm-preact/standalone.module.js';
import { Loaded, PageHead } from '../loading.js';
import { useLive } from '../panel.js';
import { hrefOf } from '../routes.js';
import { AddressChoice, TrustSheet, useAddresses } from './card-address.js';
import { CardSheets } from './card-sheets.js';

/** `argument`, where given, are the ids of the judges that get one: `3-5-8`. */
export function CardsPage({ argument }) {
  const { session, text } = usePage();
  const load = async () => (await session.request(JUDGES_PATH)).map(decodeJudge);
  const judges = useLive(load, [session]);
  const ids = argument === null ? null : argument.split('-').map(Number);
  const isAsked = (judge) => judge.is_active && (ids === null || ids.includes(judge.id));
  const below = html`<a href=${hrefOf('judges')}>${text('menu.judges')}</a>`;
  return html`
    <div class="no-print">
      <${PageHead} title=${text('cards.title')} below=${below} />
    </div>
    <${Loaded} from=${judges}>
      ${(all) => html`<${CardMaker} judges=${all.filter((judge) => judge.is_active)}
        initial=${all.filter(isAsked).map((judge) => judge.id)} />`}
    <//>
  `;
}

/** What is chosen, and the cards once they are made. */
function useCards(judges, initial) {
  const { session, translator } = usePage();
  const [chosen, setChosen] = useState(new Set(initial));
  const [address, setAddress] = useState(null);
  const [cards, setCards] = useState(null);
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const ids = judges.filter((judge) => chosen.has(judge.id)).map((judge) => judge.id);
  const make = async (event) => {
    event.preventDefault();
    if (isBusy || ids.length === 0) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = { judge_ids: ids, base_url: address ?? undefined };
      setCards(await session.request(CARDS_PATH, { method: 'POST', body, timeoutMs: 60_000 }));
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
    } finally {
      setBusy(false);
    }
  };
  return {
    chosen, setChosen, address, setAddress, cards, setCards, problem, isBusy, make,
    count: ids.length,
  };
}

/** Asks for whom and for which address, makes the cards, and shows them for printing. */
export function CardMaker({ judges, initial }) {
  const { text, translator } = usePage();
  const maker = useCards(judges, initial);
  const addresses = useAddresses();
  if (maker.cards !== null) {
    return html`<${CardSheets} cards=${maker.cards} addresses=${addresses}
      onBack=${() => maker.setCards(null)} />`;
  }
  if (judges.length === 0) return html`<p class="empty">${text('cards.noJudges')}</p>`;
  return html`
    <form class="card narrow" aria-label=${text('cards.title')} onSubmit=${maker.make}>
      <p>${text('cards.hint')}</p>
      <${Who} judges=${judges} chosen=${maker.chosen} setChosen=${maker.setChosen} />
      <${AddressChoice} urls=${addresses.urls} chosen=${maker.address} onChoose=${maker.setAddress} />
      <p class="banner banner-warn">${text('cards.old')}</p>
      <div role="alert">
        ${maker.problem && html`<p class="banner banner-alarm">${maker.problem}</p>`}
      </div>
      <button type="submit" disabled=${maker.count === 0}
        aria-busy=${maker.isBusy ? 'true' : null}>
        ${text('cards.make', { count: translator.number(maker.count) })}</button>
    </form>
    <${TrustSheet} url=${maker.address} addresses=${addresses} />
  `;
}

function Who({ judges, chosen, setChosen }) {
  const { text } = usePage();
  const toggle = (id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return html`
    <fieldset class="choices">
      <legend>${text('cards.who')}</legend>
      ${judges.map((judge) => html`<label key=${judge.id}>
        <input type="checkbox" checked=${chosen.has(judge.id)}
          onChange=${() => toggle(judge.id)} />
        ${judge.full_name ? `${judge.full_name} (${judge.username})` : judge.username}
      </label>`)}
    </fieldset>
  `;
}
