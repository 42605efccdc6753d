/** Certificates of the finishers: what they say, how they look, and all of them to print. */

import { certificatePath } from '../../../shared/hand-out-protocol.js';
import {
  Form, SelectField, SubmitButton, TextField,
} from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html, useMemo, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { keptText, linesOf, shownText, unknownPlace } from '../../certificate-texts.js';
import { ChangedMeanwhile } from '../../edits.js';
import { Loaded } from '../../loading.js';
import { useSetting, useSettingEdit } from '../../race-settings.js';
import { CertificateBatch } from './certificate-batch.js';
import { CertificatePreview } from './certificate-preview.js';
import { LinesField, LogoField } from './certificate-fields.js';

const ORIENTATIONS = ['landscape', 'portrait'];
/** As the server takes them. */
const MOST_LINES = 10;
const MOST_SIGNATURES = 3;

/** How a design is written in a form, and how what is written in it is sent. */
function formOf(text) {
  const wordOf = (place) => text(`certificates.place.${place}`);
  const shown = (lines) => lines.map((line) => shownText(line, wordOf)).join('\n');
  const kept = (typed) => linesOf(typed).map((line) => keptText(line, wordOf));
  const lines = (typed) => (typed.trim() === '' ? [] : kept(typed));
  const checkLines = (typed, most) => {
    if (lines(typed).length > most) return text('certificates.tooMany', { most });
    const word = unknownPlace(typed, wordOf);
    return word && text('certificates.unknown', { word });
  };
  return {
    wordOf,
    valuesOf: (design) => ({
      color: design.color,
      accent: design.accent,
      logo: design.logo,
      orientation: design.orientation,
      title: shown([design.title || text('certificates.default.title')]),
      lines: shown(design.lines.length > 0 ? design.lines : text('certificates.default').split('\n')),
      signatures: shown(design.signatures),
    }),
    bodyOf: (values) => ({
      ...values,
      ...('title' in values && { title: keptText(values.title.trim(), wordOf) }),
      ...('lines' in values && { lines: lines(values.lines) }),
      ...('signatures' in values && { signatures: lines(values.signatures).filter(Boolean) }),
    }),
    check: (values) => ({
      title: checkLines(values.title, 1),
      lines: checkLines(values.lines, MOST_LINES),
      signatures: checkLines(values.signatures, MOST_SIGNATURES),
    }),
  };
}

export function Certificates({ race, paper }) {
  const { text } = usePage();
  const design = useSetting(certificatePath(race.id));
  return html`
    <section class="card certificates" aria-label=${text('certificates.title')}>
      <h2>${text('certificates.title')}</h2>
      <${Loaded} from=${design}>
        ${(kept) => html`<${Editor} race=${race} design=${kept} paper=${paper}
          reload=${design.reload} />`}
      <//>
    </section>
  `;
}

function Editor({ race, design, paper, reload }) {
  const { text } = usePage();
  const [isSaved, setSaved] = useState(false);
  const { wordOf, valuesOf, bodyOf, check } = useMemo(() => formOf(text), [text]);
  const form = useSettingEdit(design, {
    path: certificatePath(race.id), valuesOf, bodyOf, check, id: 'certificate',
    onSaved: () => {
      setSaved(true);
      reload();
    },
  });
  const isRight = Object.values(check(form.values)).every((fault) => !fault);
  return html`
    <div class="certificate-editor">
      <${Form} form=${form} label=${text('certificates.title')}>
        <${ChangedMeanwhile} form=${form} />
        <${TextField} form=${form} name="title" label=${text('certificates.heading')}
          maxlength="200" autocomplete="off" />
        <${LinesField} form=${form} name="lines" label=${text('certificates.lines')} rows="7"
          hint=${text('certificates.lines.hint')} wordOf=${wordOf} />
        <${LinesField} form=${form} name="signatures" label=${text('certificates.signatures')}
          rows="2" hint=${text('certificates.signatures.hint')} />
        <div class="field-pair">
          <${TextField} form=${form} name="color" type="color" label=${text('certificates.color')} />
          <${TextField} form=${form} name="accent" type="color"
            label=${text('certificates.accent')} />
        </div>
        <${SelectField} form=${form} name="orientation" label=${text('certificates.orientation')}
          options=${ORIENTATIONS.map((one) => [one, text(`certificates.orientation.${one}`)])} />
        <${LogoField} form=${form} />
        <div class="buttons">
          <${SubmitButton} form=${form}>${text('form.save')}<//>
          <p class="saved" role="status">${isSaved && !form.isDirty && text('form.saved')}</p>
        </div>
      <//>
      <div class="certificate-side">
        <${CertificatePreview} race=${race} paper=${paper}
          design=${isRight ? bodyOf(form.values) : null} />
        <${CertificateBatch} race=${race} paper=${paper} isDirty=${form.isDirty} />
      </div>
    </div>
  `;
}
