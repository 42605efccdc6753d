/** The countdown's beeps, where the browser lets a page sound. */

const SHORT = { frequency: 660, seconds: 0.12 };
const LONG = { frequency: 990, seconds: 0.7 };

/** Make it while a button is being pressed: browsers let no page sound before that. */
export class Beeper {
  #context = null;

  constructor() {
    try {
      this.#context = new AudioContext();
    } catch {
      // Without sound the figures have to do.
    }
  }

  /** A short beep, at zero a long one. */
  beep(secondsLeft) {
    if (this.#context?.state !== 'running') return;
    const { frequency, seconds } = secondsLeft === 0 ? LONG : SHORT;
    const { currentTime, destination } = this.#context;
    const tone = this.#context.createOscillator();
    const volume = this.#context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.4, currentTime);
    // A tone that is cut off clicks.
    volume.gain.exponentialRampToValueAtTime(0.001, currentTime + seconds);
    tone.connect(volume).connect(destination);
    tone.start();
    tone.stop(currentTime + seconds);
  }

  close() {
    this.#context?.close();
    this.#context = null;
  }
}
