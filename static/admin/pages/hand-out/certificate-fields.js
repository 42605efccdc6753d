/** The fields of a certificate's form that other forms have not. */

import { Field } from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html, useRef } from '../../../vendor/htm-preact/standalone.module.js';
import { PLACES } from '../../certificate-texts.js';
import { readFile } from '../import/file.js';

/** The server takes no more. */
const MOST_KB = 300;
const TYPES = ['image/png', 'image/jpeg'];
/** What the base64 of a JPEG begins with; a PNG is anything else that the server takes. */
const JPEG_HEAD = '/9j/';

/** Several lines; with `wordOf` there is a button for each place that can stand in them. */
export function LinesField({ form, name, label, hint, rows, wordOf = null }) {
  const { text } = usePage();
  const area = useRef(null);
  const insert = (place) => {
    const { selectionStart: from, selectionEnd: to, value } = area.current;
    const written = `{${wordOf(place)}}`;
    form.set(name, value.slice(0, from) + written + value.slice(to));
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(from + written.length, from + written.length);
    });
  };
  const render = (tied) => html`<textarea ...${tied} ref=${area} rows=${rows}
    value=${form.values[name]}
    onInput=${(event) => form.set(name, event.currentTarget.value)}></textarea>`;
  return html`
    <${Field} form=${form} name=${name} label=${label} hint=${hint} render=${render} />
    ${wordOf && html`<fieldset class="places-in-text">
      <legend>${text('certificates.insert')}</legend>
      ${PLACES.map((place) => html`<button type="button" key=${place}
        class="small secondary outline" onClick=${() => insert(place)}>
        ${text(`certificates.button.${place}`)}</button>`)}
    </fieldset>`}
  `;
}

/** A picture from this machine. */
export function LogoField({ form }) {
  const { text } = usePage();
  const { logo } = form.values;
  const pick = async (event) => {
    const input = event.currentTarget;
    const [file] = input.files;
    if (!file) return;
    if (!TYPES.includes(file.type)) {
      form.setErrors({ logo: text('certificates.logo.type') });
    } else if (file.size > MOST_KB * 1024) {
      form.setErrors({ logo: text('certificates.logo.size', { most: MOST_KB }) });
    } else {
      try {
        form.set('logo', (await readFile(file)).content);
      } catch (error) {
        if (!(error instanceof DOMException)) throw error;
        form.setErrors({ logo: text('certificates.logo.type') });
      }
    }
    // So that the same file, mended meanwhile, can be picked again.
    input.value = '';
  };
  const render = (tied) => html`<input ...${tied} type="file" accept=${TYPES.join(',')}
    onChange=${pick} />`;
  return html`
    <${Field} form=${form} name="logo" label=${text('certificates.logo')} render=${render}
      hint=${text('certificates.logo.hint', { most: MOST_KB })}
      show=${(value) => text(value ? 'edit.yes' : 'edit.no')} />
    ${logo && html`<p class="logo-now">
      <img src=${`data:image/${logo.startsWith(JPEG_HEAD) ? 'jpeg' : 'png'};base64,${logo}`}
        alt=${text('certificates.logo')} />
      <button type="button" class="small danger outline" onClick=${() => form.set('logo', '')}>
        ${text('certificates.logo.remove')}</button>
    </p>`}
  `;
}
