/** Times and bibs of a line, paired in order: a proposal that one press accepts. */

import { pairingPath } from '../../../shared/lines-protocol.js';
import { errorText, useLoaded, usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { Dialog } from '../../dialogs.js';
import { Loaded } from '../../loading.js';
import { raceTimeText } from './mark-words.js';

/** The server takes so many at once; the rest is proposed again. */
const MOST_PAIRED = 1000;

/** `line` is of the control room; `onDone(sentence, correctionIds)` is called when they are paired. */
export function PairDialog({ line, competition, runnersById, onDone, onClose }) {
  const { session, text } = usePage();
  const [judges, setJudges] = useState({ timesJudgeId: null, bibsJudgeId: null });
  const path = pairingPath(line.id, judges);
  const loaded = useLoaded(() => session.request(path), [session, path]);
  return html`
    <${Dialog} title=${text('pair.title', { line: line.name })} onClose=${onClose} wide=${true}>
      <p class="hint">${text('pair.hint')}</p>
      <${Loaded} from=${loaded}>
        ${(proposal) => html`<${Proposal} proposal=${proposal} line=${line}
          competition=${competition} runnersById=${runnersById} judges=${judges}
          setJudges=${setJudges} onDone=${onDone} onClose=${onClose} reload=${loaded.reload} />`}
      <//>
    <//>
  `;
}

function Proposal({
  proposal, line, competition, runnersById, setJudges, judges, onDone, onClose, reload,
}) {
  const { session, text, translator } = usePage();
  const [problem, setProblem] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const { pairs, times_left: timesLeft, bibs_left: bibsLeft } = proposal;
  const count = translator.number(pairs.length);
  const accept = async () => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    const body = {
      pairs: pairs.slice(0, MOST_PAIRED).map(({ time_mark_id, bib_mark_id }) =>
        ({ time_mark_id, bib_mark_id })),
    };
    try {
      const { paired, corrections, refused } = await session.request(pairingPath(line.id), {
        method: 'POST', body,
      });
      const said = [text('pair.done', { count: translator.number(paired) })];
      if (refused.length > 0) {
        said.push(text('pair.refused', { count: translator.number(refused.length) }));
      }
      onDone(said.join(' '), corrections);
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      setProblem(errorText(translator, error));
      setBusy(false);
      reload();
    }
  };
  const choose = (name) => (event) =>
    setJudges({ ...judges, [name]: Number(event.currentTarget.value) });
  return html`
    <div class="field-pair">
      <${WhoseMarks} label=${text('pair.times')} line=${line} chosen=${proposal.times_judge_id}
        onChange=${choose('timesJudgeId')} id="pair-times" />
      <${WhoseMarks} label=${text('pair.bibs')} line=${line} chosen=${proposal.bibs_judge_id}
        onChange=${choose('bibsJudgeId')} id="pair-bibs" />
    </div>
    ${pairs.length === 0
      ? html`<p class="empty">
          ${text(timesLeft > 0 && bibsLeft > 0 ? 'pair.noneFits' : 'pair.none')}</p>`
      : html`<ol class="pairs" tabindex="0" aria-label=${text('pair.list')}>
          ${pairs.map((pair) => html`<li key=${pair.time_mark_id}>
            <span class="exact">${raceTimeText(pair, competition.startedAtMs)}</span>
            <strong>${pair.bib}</strong>
            <span>${pair.runner_id === null
              ? text('marks.nobodyWears', { bib: pair.bib })
              : runnersById.get(pair.runner_id)?.name || text('runners.noName')}</span>
          </li>`)}
        </ol>`}
    ${(timesLeft > 0 || bibsLeft > 0) && html`<p class="hint">${text('pair.left', {
      times: translator.number(timesLeft), bibs: translator.number(bibsLeft),
    })}</p>`}
    <p>${text('pair.undoable')}</p>
    <div role="alert">${problem && html`<p class="banner banner-alarm">${problem}</p>`}</div>
    <footer>
      <button type="button" class="secondary" onClick=${onClose}>${text('dialog.cancel')}</button>
      <button type="button" disabled=${pairs.length === 0} onClick=${accept}
        aria-busy=${isBusy ? 'true' : null}>${text('pair.do', { count })}</button>
    </footer>
  `;
}

function WhoseMarks({ id, label, line, chosen, onChange }) {
  const { text } = usePage();
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} value=${chosen === null ? '' : String(chosen)} onChange=${onChange}>
      ${chosen === null && html`<option value="">${text('pair.nobody')}</option>`}
      ${line.judges.map((judge) => html`<option key=${judge.id} value=${String(judge.id)}>
        ${judge.name}</option>`)}
    </select>
  </div>`;
}
