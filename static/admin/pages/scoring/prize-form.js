/** For whom there are prizes, in the words of those who give them. */

import { CheckField, Form, SubmitButton, TextField } from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ChangedMeanwhile } from '../../edits.js';
import { useSettingEdit } from '../../race-settings.js';
import { wholeNumber } from './numbers.js';

const COUNTS = ['overall', 'per_sex', 'per_category', 'per_team'];
const CHOICES = ['one_prize_each', 'needs_category'];
const MOST_PRIZES = 100;

const valuesOf = ({ etag: _, ...rules }) => ({
  ...rules, ...Object.fromEntries(COUNTS.map((name) => [name, String(rules[name])])),
});

const bodyOf = (values) => Object.fromEntries(
  Object.entries(values).map(([name, value]) => [
    name, COUNTS.includes(name) ? Number(value) : value,
  ]),
);

const check = (values, text) => Object.fromEntries(COUNTS.map((name) => [
  name,
  wholeNumber(values[name], 0, MOST_PRIZES) === null
    ? text('scoring.wholeNumber', { least: '0', most: String(MOST_PRIZES) })
    : null,
]));

export function PrizeForm({ rules, path, onSaved }) {
  const { text } = usePage();
  const [isSaved, setSaved] = useState(false);
  const form = useSettingEdit(rules, {
    path, valuesOf, bodyOf, check, id: 'prizes',
    onSaved: () => {
      setSaved(true);
      onSaved();
    },
  });
  return html`
    <${Form} form=${form} label=${text('scoring.prizes')}>
      <${ChangedMeanwhile} form=${form} />
      <p class="hint">${text('prizes.counts.hint')}</p>
      <div class="prize-counts">
        ${COUNTS.map((name) => html`<${TextField} key=${name} form=${form} name=${name}
          label=${text(`prizes.${name}`)} inputmode="numeric" maxlength="4"
          autocomplete="off" />`)}
      </div>
      ${CHOICES.map((name) => html`<${CheckField} key=${name} form=${form} name=${name}
        label=${text(`prizes.${name}`)} hint=${text(`prizes.${name}.hint`)} />`)}
      <div class="buttons">
        <${SubmitButton} form=${form}>${text('form.save')}<//>
        <p class="saved" role="status">${isSaved && !form.isDirty && text('form.saved')}</p>
      </div>
    <//>
  `;
}
