/** What the judge's page knows and does: the taps, the teams, the races and the clock. */

import { decodeTapsAnswer, decodeTapsError, tapsRequest } from '../shared/judge-protocol.js';
import { encodeRescue } from '../shared/rescue-text.js';
import { SecondTicker } from '../shared/second-ticker.js';
import { TapBook } from '../shared/tap-book.js';
import { TapSender } from '../shared/tap-sender.js';
import { newUuid } from '../shared/uuid.js';
import { JudgeConnection } from './judge-connection.js';
import { viewOf } from './judge-view.js';
import { forgetProfile } from './profile.js';
import { Roster } from './roster.js';
import { openTapDatabase } from './tap-database.js';
import { TapMoments } from './tap-moments.js';

/** A database that has not opened by then is told to the judge; it may open all the same. */
const OPEN_WITHIN_MS = 3000;
/** How often what is known of the clock is kept, and a store that failed is tried again, in s. */
const CHORES_EVERY = 10;

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
  #moments = new TapMoments();
  #book;
  #sender;
  #connection;
  #roster;
  #store = null;
  /** Why the laptop lets nobody in, though it answers: `barred`, `inactive`, or null. */
  #refusal = null;
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
      clock: this.#moments.clock,
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
      resolve: (tap) => this.#moments.resolve(tap),
      send: (text) => this.#connection.send(text),
      nowMs: () => performance.now(),
      onStuck: () => this.#connection.restart(),
    });
  }

  get view() {
    this.#view ??= viewOf({
      profile: this.#roster.profile,
      connection: this.#connectionState,
      uncertaintyMs: this.#moments.clock.at(this.#moments.now())?.uncertaintyMs ?? null,
      book: this.#book,
      resolve: (tap) => this.#moments.resolve(tap),
    });
    return this.#view;
  }

  /** `connecting`, `open`, `waiting`, `barred`, `inactive` or `ended`. */
  get #connectionState() {
    if (!this.#session.isSignedIn) return 'ended';
    const { state } = this.#connection;
    return state === 'open' ? state : (this.#refusal ?? state);
  }

  open() {
    this.ticker.align(() => this.#moments.untilNextSecondMs(this.view.competition?.startedAtMs));
    this.ticker.subscribe(() => this.#tick());
    window.addEventListener('pagehide', this.#keepClock);
    this.#openStore();
    this.#connection.open();
    this.#roster.load();
  }

  close() {
    this.#isClosed = true;
    this.#connection.close();
    this.#store?.close();
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
    return this.#moments.clock.at(this.#moments.now())?.serverMs ?? null;
  }

  // ---- taps ----

  /** Takes the time `readingMs` for a team; the id of the tap, which is there at once. */
  take(teamId, readingMs) {
    const team = this.#roster.team(teamId);
    // From the first tap on nobody but the judge changes the team of the button.
    if (this.#roster.profile.selectedTeamId !== teamId) this.#roster.select(teamId);
    const known = this.#moments.clock.at(readingMs);
    const { id } = this.#book.take({
      judgeId: this.#judgeId,
      judgeName: this.#judgeName,
      teamId,
      teamNumber: team.number,
      competitionId: team.competitionId,
      readingMs: Math.round(readingMs),
      timeline: this.#moments.timeline,
      dateMs: Date.now() - Math.round(this.#moments.now() - readingMs),
      offsetMs: known?.offsetMs ?? null,
      uncertaintyMs: known?.uncertaintyMs ?? null,
    });
    return id;
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
    const moved = this.#book.take({
      ...moment, teamId, teamNumber: team.number, competitionId: team.competitionId,
    });
    this.#book.setWithdrawn(tapId, true, moved.id);
  }

  selectTeam(teamId) {
    this.#roster.select(teamId);
  }

  /** What is not at the laptop, as texts for the organizer's panel. */
  rescueTexts() {
    const unsent = this.#book.unsent(this.#judgeId);
    const taps = unsent.map((tap) => ({ ...tap, ...this.#moments.resolve(tap) }));
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
    if (state === 'open') this.#refusal = null;
    else this.#sender.lost();
    this.#update();
  }

  #receive(frame) {
    this.#roster.receive(frame);
    this.#sender.receive(frame);
  }

  /** The laptop is away, or it does not let the judge in: then it still takes what there is. */
  async #onRefused() {
    const answer = await this.#roster.load();
    this.#refusal = { loaded: 'barred', inactive: 'inactive', away: null }[answer];
    this.#update();
    if (answer === 'loaded') this.#sender.deliver((batch) => this.#post(batch));
  }

  /** Over HTTP: an answer as the socket's. Raises ApiError where the laptop does not answer. */
  async #post({ teamId, taps }) {
    const { path, body } = tapsRequest({ teamId, taps });
    try {
      return decodeTapsAnswer(await this.#session.request(path, { method: 'POST', body }), teamId);
    } catch (error) {
      if (error.name !== 'ApiError' || error.body === null) throw error;
      return decodeTapsError(error.body);
    }
  }

  // ---- once a second ----

  #tick() {
    this.#ticks += 1;
    this.#sender.tick();
    if (this.#ticks % CHORES_EVERY !== 0) return;
    this.#keepClock();
    if (this.#book.storage === 'memory') this.#book.saveAgain();
    // A window that was closed in the middle of a tap has told nobody of it.
    this.#book.readAgain();
  }

  #keepClock = () => this.#moments.keep();

  // ---- the store and the picture ----

  async #openStore() {
    const timer = setTimeout(() => this.#book.goWithoutStore(), OPEN_WITHIN_MS);
    try {
      this.#store = await openTapDatabase((tap) => this.#book.adopt(tap));
      await this.#book.useStore(this.#store, Date.now());
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
