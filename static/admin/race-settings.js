/** What is chosen for a race: one structure at one address, put there whole. */

import { usePage } from '../ui/page.js';
import { useEdit } from './edits.js';
import { useLive } from './panel.js';

/** What stands at `path`, with its `etag`. */
async function loadSetting(session, path) {
  const { value, tag } = await session.request(path, { as: 'tagged' });
  return { ...value, etag: tag };
}

/** As `useLive`, of the setting at `path`. */
export function useSetting(path) {
  const { session } = usePage();
  return useLive(() => loadSetting(session, path), [session, path]);
}

/** As `useEdit`, of a `setting` as `useSetting` gives it. */
export function useSettingEdit(setting, { path, ...options }) {
  const { session } = usePage();
  const save = async (changed, { etag, ...seen }) => {
    const body = { ...seen, ...changed };
    const request = { method: 'PUT', headers: { 'If-Match': etag }, body, as: 'tagged' };
    try {
      const { value, tag } = await session.request(path, request);
      return { ...value, etag: tag };
    } catch (error) {
      if (error.status === 412) error.body.current = await loadSetting(session, path);
      throw error;
    }
  };
  return useEdit(setting, { path, save, ...options });
}
