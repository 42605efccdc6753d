/** Passwords and cards that were just made and cannot be had again: not left by accident. */

import { useUnsaved } from '../../ui/unsaved.js';
import { useEffect, useState } from '../../vendor/htm-preact/standalone.module.js';

const QUESTION = { title: 'leave.once.title', what: 'leave.once.what', leave: 'leave.once.do' };

/** `print()`; until it is printed, by it or by the browser's own menu, leaving asks first. */
export function useShownOnce() {
  const [isPrinted, setPrinted] = useState(false);
  useUnsaved(!isPrinted, null, QUESTION);
  useEffect(() => {
    const note = () => setPrinted(true);
    window.addEventListener('beforeprint', note);
    return () => window.removeEventListener('beforeprint', note);
  }, []);
  return () => {
    setPrinted(true);
    window.print();
  };
}
