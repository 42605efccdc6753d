/** What a judge feels and hears at once of a tap, with the eyes on the line. */

import { keep, readKept } from '../ui/kept.js';

const SOUND_KEY = 'tornado-timing.judge.sound';
const BUZZ_MS = 45;
const KEY_BUZZ_MS = 12;
/** A bib that nobody wears, or that was not taken, is felt without a look. */
const ODD_BUZZ_MS = [45, 70, 45];
const TONE_HZ = 1320;
const TONE_S = 0.11;
const LOUDNESS = 0.5;
/** The loudspeaker is let go of after so long, as it costs battery; sooner, and it starts late. */
const READY_S = 2;

/** A vibration, and a short tone unless it is switched off; neither where the phone has none. */
export class TapFeedback {
  #sound = null;
  #isOn = readKept(SOUND_KEY) !== false;
  #owedBuzz = null;
  #tones = 0;

  get isSoundOn() {
    return this.#isOn;
  }

  set isSoundOn(isOn) {
    this.#isOn = isOn;
    keep(SOUND_KEY, isOn);
    if (isOn) this.tone();
  }

  /** A tap was taken. */
  signal() {
    this.#buzz(BUZZ_MS);
    if (this.#isOn) this.tone();
  }

  /** A key of the keypad was touched. */
  key() {
    this.#buzz(KEY_BUZZ_MS);
  }

  /** A bib was entered; with `isOdd` it is one to look at. */
  entered({ isOdd }) {
    this.#buzz(isOdd ? ODD_BUZZ_MS : BUZZ_MS);
  }

  /**
   * The finger was lifted: only now is the page allowed to make itself felt, where it was the
   * first touch of all.
   */
  lifted() {
    if (this.#tones > 0) this.#wake();
    if (this.#owedBuzz !== null) this.#buzz(this.#owedBuzz);
  }

  tone() {
    const sound = this.#openSound();
    if (sound === null) return;
    this.#wake();
    const at = sound.currentTime;
    const loudness = sound.createGain();
    // From and to silence, or the loudspeaker clicks.
    loudness.gain.setValueAtTime(0, at);
    loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.005);
    loudness.gain.setValueAtTime(LOUDNESS, at + TONE_S - 0.03);
    loudness.gain.linearRampToValueAtTime(0, at + TONE_S);
    const tone = sound.createOscillator();
    tone.frequency.value = TONE_HZ;
    tone.connect(loudness).connect(sound.destination);
    tone.start(at);
    tone.stop(at + TONE_S + READY_S);
    this.#tones += 1;
    tone.onended = () => {
      this.#tones -= 1;
      if (this.#tones === 0) this.#sound?.suspend().catch(() => {});
    };
  }

  /** Lets go of the loudspeaker. */
  close() {
    this.#sound?.close().catch(() => {});
    this.#sound = null;
  }

  #wake() {
    if (this.#sound.state !== 'running') this.#sound.resume().catch(() => {});
  }

  #buzz(pattern) {
    // Asked for too early it is refused with a complaint.
    const isEarly = navigator.userActivation?.hasBeenActive === false;
    this.#owedBuzz = isEarly ? pattern : null;
    if (!isEarly) navigator.vibrate?.(pattern);
  }

  #openSound() {
    const Sound = window.AudioContext ?? window.webkitAudioContext;
    if (this.#sound === null && Sound) this.#sound = new Sound({ latencyHint: 'interactive' });
    return this.#sound;
  }
}
