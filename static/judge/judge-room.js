/** What the judge's page knows and does: the taps, the teams, the races and the clock. */

import { PhoneClock } from '../shared/phone-clock.js';
import { encodeRescue } from '../shared/rescue-text.js';
import { SecondTicker } from '../shared/second-ticker.js';
import { TapBook } from '../shared/tap-book.js';
import { TapSender } from '../shared/tap-sender.js';
import { newUuid } from '../shared/uuid.js';
import { keep, readKept } from '../ui/kept.js';
import { JudgeConnection } from './judge-connection.js';
import { viewOf } from './judge-view.js';
import { forgetProfile } from './profile.js';
import { Roster } from './roster.js';
import { openTapDatabase } from './tap-database.js';

const CLOCK_KEY = 'tornado-timing.judge.clock';
/** A database that has not opened by then is told to the judge; it may open all the same. */
const OPEN_WITHIN_MS = 3000;
const SECOND_MS = 1000;
/** How often what is known of the clock is kept, and a store that failed is tried again, in s. */
const CHORES_EVERY = 10;
/** The date of a phone is good for this much where a page has never heard the laptop. */
const DATE_MS = 1000;

/**
 *     const room = new JudgeRoom({ session, profile, onChange: () => draw() });
 *     room.open();
 *     room.take(teamId, room.reading(event.timeStamp));
 *     room.view; // everything there is to show
 */
export class JudgeRoom {
  ticker = new SecondTicker();
  #session;
  #judgeId;
  #judgeName;
  #onChange;
  #clock = new PhoneClock({ timeOriginMs: performance.timeOrigin });
  /** Which page's timeline readings belong to. */
  #timeline = newUuid();
  #book;
  #sender;
  #connection;
  #roster;
  #isBarred = false;
  #ticks = 0;
  #isUpdateDue = false;
  #isClosed = false;
  #view = null;

  constructor({ session, profile, onChange }) {
    this.#session = session;
    this.#judgeId = profile.id;
    this.#judgeName = profile.name;
    this.#onChange = onChange;
    this.#book = new TapBook({ newId: newUuid, onChange: () => this.#update() });
    this.#roster = new Roster({
      session,
      profile,
      hasTaps: (teamId) => this.#book.taps.some((tap) => tap.teamId === teamId),
      onChange: () => this.#update(),
    });
    this.#connection = new JudgeConnection({
      session,
      judgeId: profile.id,
      clock: this.#clock,
      ticker: this.ticker,
      unsentCount: () => this.#book.unsentCount(profile.id),
      onFrame: (frame) => this.#receive(frame),
      onStateChange: (state) => this.#onConnection(state),
      onReady: () => this.#sender.ready(),
      onMeasured: () => this.#update(),
      onRefused: () => this.#onRefused(),
    });
    this.#sender = new TapSender({
      book: this.#book,
      judgeId: profile.id,
      resolve: (tap) => this.#resolve(tap),
      send: (text) => this.#connection.send(text),
      nowMs: () => performance.now(),
      onStuck: () => this.#connection.restart(),
    });
  }

  get view() {
    this.#view ??= viewOf({
      profile: this.#roster.profile,
      connection: this.#connectionState,
      uncertaintyMs: this.#clock.at(this.#now())?.uncertaintyMs ?? null,
      book: this.#book,
      resolve: (tap) => this.#resolve(tap),
    });
    return this.#view;
  }

  /** `connecting`, `open`, `waiting`, `barred` or `ended`. */
  get #connectionState() {
    if (!this.#session.isSignedIn) return 'ended';
    const { state } = this.#connection;
    return this.#isBarred && state !== 'open' ? 'barred' : state;
  }

  open() {
    const kept = readKept(CLOCK_KEY);
    if (kept !== null) this.#clock.seed(kept, { monotonicMs: performance.now(), dateMs: Date.now() });
    this.ticker.align(() => this.#untilNextSecondMs());
    this.ticker.subscribe(() => this.#tick());
    window.addEventListener('pagehide', this.#keepClock);
    this.#openStore();
    this.#connection.open();
    this.#roster.load();
  }

  close() {
    this.#isClosed = true;
    this.#connection.close();
    this.#keepClock();
    window.removeEventListener('pagehide', this.#keepClock);
    window.removeEventListener('beforeunload', askBeforeUnload);
  }

  /** Somebody has signed in or out on this phone. */
  sessionChanged() {
    if (this.#session.isSignedIn) this.#connection.retryNow();
    this.#update();
  }

  // ---- time ----

  /** The reading that a time of the monotonic clock, such as an event's `timeStamp`, stands for. */
  reading(monotonicMs) {
    return this.#connection.reading(monotonicMs);
  }

  /** The laptop's clock now, epoch ms; null while it is not known. */
  clockNowMs() {
    return this.#clock.at(this.#now())?.serverMs ?? null;
  }

  // ---- taps ----

  /** Takes the time `readingMs` for a team; the tap, as the view shows it, is there at once. */
  take(teamId, readingMs) {
    const team = this.#roster.team(teamId);
    const known = this.#clock.at(readingMs);
    const { id } = this.#book.take({
      judgeId: this.#judgeId,
      judgeName: this.#judgeName,
      teamId,
      teamNumber: team.number,
      competitionId: team.competitionId,
      readingMs: Math.round(readingMs),
      timeline: this.#timeline,
      dateMs: Date.now() - Math.round(this.#now() - readingMs),
      offsetMs: known?.offsetMs ?? null,
      uncertaintyMs: known?.uncertaintyMs ?? null,
    });
    return this.view.taps.find((tap) => tap.id === id);
  }

  withdraw(tapId) {
    this.#book.setWithdrawn(tapId, true);
  }

  giveBack(tapId) {
    this.#book.setWithdrawn(tapId, false);
  }

  /** The same moment for another team: the tap is withdrawn, and a new one made. */
  move(tapId, teamId) {
    const { id, order, state, reason, raceMs, isWithdrawn, isWithdrawalUnsent, ...moment } =
      this.#book.get(tapId);
    const team = this.#roster.team(teamId);
    this.withdraw(tapId);
    this.#book.take({
      ...moment, teamId, teamNumber: team.number, competitionId: team.competitionId,
    });
  }

  selectTeam(teamId) {
    this.#roster.select(teamId);
  }

  /** What is not at the laptop, as texts for the organizer's panel. */
  rescueTexts() {
    const unsent = this.#book.unsent(this.#judgeId);
    const taps = unsent.map((tap) => ({ ...tap, ...this.#resolve(tap) }));
    return encodeRescue({ judgeId: this.#judgeId, taps });
  }

  /** Taps that are not at the laptop stay, and are sent when this judge signs in here again. */
  async signOut() {
    this.close();
    this.#roster.close();
    forgetProfile();
    await this.#session.signOut();
  }

  // ---- what comes ----

  #onConnection(state) {
    if (state === 'open') this.#isBarred = false;
    else this.#sender.lost();
    this.#update();
  }

  #receive(frame) {
    this.#roster.receive(frame);
    this.#sender.receive(frame);
  }

  /** The laptop is away, or it does not let the judge in: then it still answers. */
  async #onRefused() {
    this.#isBarred = await this.#roster.load();
    this.#update();
  }

  // ---- time, inside ----

  #now() {
    return this.#clock.reading(performance.now());
  }

  /**
   * Where the clock stood at a tap: by what is known now, as a pong after it may say it better
   * than one long before.
   */
  #resolve(tap) {
    const { offsetMs, uncertaintyMs } = tap;
    const now = tap.timeline === this.#timeline ? this.#clock.at(tap.readingMs) : null;
    if (now !== null && (offsetMs === null || now.uncertaintyMs <= uncertaintyMs)) {
      return { offsetMs: now.offsetMs, uncertaintyMs: now.uncertaintyMs };
    }
    if (offsetMs !== null) return { offsetMs, uncertaintyMs };
    const kept = this.#clock.kept({ monotonicMs: performance.now(), dateMs: Date.now() });
    if (kept === null) return { offsetMs: null, uncertaintyMs: null };
    return {
      offsetMs: tap.readingMs - (tap.dateMs - kept.dateAheadMs),
      uncertaintyMs: kept.uncertaintyMs + DATE_MS,
    };
  }

  #untilNextSecondMs() {
    const nowMs = this.clockNowMs();
    const startedAtMs = this.view.competition?.startedAtMs ?? null;
    if (nowMs === null || this.#clock.rate !== 1) return SECOND_MS;
    const elapsedMs = nowMs - (startedAtMs ?? 0);
    return SECOND_MS - (((elapsedMs % SECOND_MS) + SECOND_MS) % SECOND_MS);
  }

  #tick() {
    this.#ticks += 1;
    this.#sender.tick();
    if (this.#ticks % CHORES_EVERY !== 0) return;
    this.#keepClock();
    if (this.#book.storage === 'memory') this.#book.saveAgain();
  }

  #keepClock = () => {
    keep(CLOCK_KEY, this.#clock.kept({ monotonicMs: performance.now(), dateMs: Date.now() }));
  };

  // ---- the store and the picture ----

  async #openStore() {
    const timer = setTimeout(() => this.#book.goWithoutStore(), OPEN_WITHIN_MS);
    try {
      await this.#book.useStore(await openTapDatabase(), Date.now());
    } catch {
      this.#book.goWithoutStore();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Once for all that changes together; what is new may have to be sent. */
  #update() {
    this.#view = null;
    if (this.#isUpdateDue || this.#isClosed) return;
    this.#isUpdateDue = true;
    queueMicrotask(() => {
      this.#isUpdateDue = false;
      if (this.#isClosed) return;
      this.#sender.pump();
      this.#guardUnload();
      this.#onChange();
    });
  }

  #guardUnload() {
    const isAtRisk = this.view.storage === 'memory' && this.view.unsentCount > 0;
    if (isAtRisk) window.addEventListener('beforeunload', askBeforeUnload);
    else window.removeEventListener('beforeunload', askBeforeUnload);
  }
}

const askBeforeUnload = (event) => event.preventDefault();
