/** How the teams of a race are scored, in the words of those who run it. */

import {
  CheckField, Form, SelectField, SubmitButton, TextField,
} from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ChangedMeanwhile } from '../../edits.js';
import { useSettingEdit } from '../../race-settings.js';
import { bodyOf, check, KNOWN_RULES, valuesOf } from './team-values.js';

const METHODS = ['none', 'times', 'places'];
const GROUPS = ['all', 'sex', 'mixed'];
const TIES = ['next_runner', 'last_scorer', 'one_by_one'];

export function TeamForm({ rules, path, onSaved }) {
  const { text } = usePage();
  const [isSaved, setSaved] = useState(false);
  const form = useSettingEdit(rules, {
    path, valuesOf, bodyOf, check, id: 'teams',
    onSaved: () => {
      setSaved(true);
      onSaved();
    },
  });
  const { method, groups } = form.values;
  return html`
    <${Form} form=${form} label=${text('scoring.teams')}>
      <${ChangedMeanwhile} form=${form} />
      <${KnownRules} form=${form} />
      <${Choice} form=${form} name="method" values=${METHODS} />
      ${method !== 'none' && html`
        <div class="field-pair">
          <${CountField} form=${form} name="scorers" />
          <${Choice} form=${form} name="groups" values=${GROUPS} />
        </div>
        ${groups === 'mixed' && html`<div class="field-pair">
          <${CountField} form=${form} name="min_female" />
          <${CountField} form=${form} name="min_male" />
        </div>`}
        ${method === 'places' && html`<${PlacesFields} form=${form} />`}
        <${Check} form=${form} name="several_teams" />
        <${Choice} form=${form} name="tie" values=${TIES} />
        <p class="hint">${text('scoring.hidden')}</p>
      `}
      <div class="buttons">
        <${SubmitButton} form=${form}>${text('form.save')}<//>
        <p class="saved" role="status">${isSaved && !form.isDirty && text('form.saved')}</p>
      </div>
    <//>
  `;
}

/** Which places count: the part of the form for cross-country alone. */
function PlacesFields({ form }) {
  return html`
    <${CountField} form=${form} name="displacers" />
    <${Check} form=${form} name="removes_incomplete" />
    <${Check} form=${form} name="only_team_runners" />
  `;
}

/** Rules that many know, each to be put into the form at once. */
function KnownRules({ form }) {
  const { text } = usePage();
  const take = (name) => {
    form.setValues((values) => ({ ...values, ...KNOWN_RULES[name] }));
    form.setErrors({});
  };
  return html`
    <fieldset class="known-rules">
      <legend>${text('scoring.known')}</legend>
      ${Object.keys(KNOWN_RULES).map((name) => html`<button type="button" key=${name}
        class="small secondary outline" onClick=${() => take(name)}>
        ${text(`scoring.known.${name}`)}</button>`)}
    </fieldset>
  `;
}

function Choice({ form, name, values }) {
  const { text } = usePage();
  const hint = text(`scoring.${name}.${form.values[name]}.hint`);
  return html`<${SelectField} form=${form} name=${name} label=${text(`scoring.${name}`)}
    hint=${hint} options=${values.map((value) => [value, text(`scoring.${name}.${value}`)])} />`;
}

function CountField({ form, name }) {
  const { text } = usePage();
  return html`<${TextField} form=${form} name=${name} label=${text(`scoring.${name}`)}
    hint=${text(`scoring.${name}.hint`)} inputmode="numeric" maxlength="4" autocomplete="off" />`;
}

function Check({ form, name }) {
  const { text } = usePage();
  return html`<${CheckField} form=${form} name=${name} label=${text(`scoring.${name}`)}
    hint=${text(`scoring.${name}.hint`)} />`;
}
