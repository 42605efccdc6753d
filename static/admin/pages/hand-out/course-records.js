/** The records of the course, of which the announcer speaks. */

import { courseRecordsPath } from '../../../shared/individual-protocol.js';
import { runnersOfPath } from '../../../shared/organizer-protocol.js';
import { Form, SubmitButton, TextField } from '../../../ui/forms.js';
import { usePage } from '../../../ui/page.js';
import { html, useRef, useState } from '../../../vendor/htm-preact/standalone.module.js';
import { ChangedMeanwhile } from '../../edits.js';
import { Loaded } from '../../loading.js';
import { useLive } from '../../panel.js';
import { useSetting, useSettingEdit } from '../../race-settings.js';
import {
  faultsOfValues, recordGroups, recordsOfValues, valuesOfRecords,
} from './course-record-rows.js';

/** Props: the `race`. */
export function CourseRecords({ race }) {
  const { session, text, translator } = usePage();
  const path = courseRecordsPath(race.id);
  const setting = useSetting(path);
  const runners = useLive(() => session.request(runnersOfPath(race.id)), [session, race.id]);
  return html`
    <details class="course-records">
      <summary>${text('courseRecords.title')}</summary>
      <p>${text('courseRecords.hint')}</p>
      <${Loaded} from=${runners}>
        ${(people) => html`<${Loaded} from=${setting}>
          ${(records) => {
            const groups = recordGroups(people, records.records, translator.locale);
            // Other groups are other fields: the form begins anew.
            return html`<${Records} key=${JSON.stringify(groups)} path=${path} groups=${groups}
              setting=${records} onSaved=${setting.reload} />`;
          }}
        <//>`}
      <//>
    </details>
  `;
}

function Records({ path, groups, setting, onSaved }) {
  const { text } = usePage();
  const [isSaved, setSaved] = useState(false);
  const now = useRef(null);
  const form = useSettingEdit(setting, {
    path,
    id: 'records',
    valuesOf: ({ records }) => valuesOfRecords(groups, records),
    // They are put there whole, and not the changed ones alone.
    bodyOf: () => ({ records: recordsOfValues(groups, now.current) }),
    check: (values) => Object.fromEntries(
      Object.entries(faultsOfValues(groups, values)).map(([name, key]) => [name, text(key)]),
    ),
    onSaved: () => {
      setSaved(true);
      onSaved();
    },
  });
  now.current = form.values;
  return html`
    <${Form} form=${form} label=${text('courseRecords.title')}>
      <${ChangedMeanwhile} form=${form} />
      ${groups.map((group, index) => html`<${Row} key=${index} form=${form} group=${group}
        index=${index} />`)}
      <div class="buttons">
        <${SubmitButton} form=${form}>${text('form.save')}<//>
        <p class="saved" role="status">${isSaved && !form.isDirty && text('form.saved')}</p>
      </div>
    <//>
  `;
}

function Row({ form, group: { group, value }, index }) {
  const { text } = usePage();
  const ofSex = group === 'sex' ? text(`runners.sex.${value}`) : value;
  const name = group === 'all' ? text('courseRecords.all') : ofSex;
  return html`
    <fieldset class="course-record">
      <legend>${name}</legend>
      <${TextField} form=${form} name=${`time${index}`} label=${text('courseRecords.time')}
        placeholder="0:00:00" autocomplete="off" maxlength="12" />
      <${TextField} form=${form} name=${`holder${index}`} label=${text('courseRecords.holder')}
        autocomplete="off" maxlength="120" />
      <${TextField} form=${form} name=${`year${index}`} label=${text('courseRecords.year')}
        inputmode="numeric" autocomplete="off" maxlength="4" />
    </fieldset>
  `;
}
