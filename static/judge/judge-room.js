/** What the judge's page knows and does: the taps, the teams, the lines, the races and the clock. */

import { OwnSession } from '../shared/own-session.js';
import { encodeRescue } from '../shared/rescue-text.js';
import { SecondTicker } from '../shared/second-ticker.js';
import { TapBook } from '../shared/tap-book.js';
import { TapSender } from '../shared/tap-sender.js';
import { racesOf, TrialTaps } from '../shared/trial-taps.js';
import { newUuid } from '../shared/uuid.js';
import { deliveryOf } from './http-delivery.js';
import { JudgeConnection } from './judge-connection.js';
import { viewOf } from './judge-view.js';
import { LineJudge } from './line-judge.js';
import { forgetProfile } from './profile.js';
import { Roster } from './roster.js';
import { RunnerLists } from './runner-lists.js';
import { keepOnPhone } from './tap-database.js';
import { TapMoments } from './tap-moments.js';
import { TypedBibs } from './typed-bibs.js';
import { guardUnload } from './unload-guard.js';

/** How often what is known of the clock is kept, and a store that failed is tried again, in s. */
const CHORES_EVERY = 10;
/** How often the lists of runners are asked for, in s: late entries come all the time. */
const RUNNERS_EVERY = 60;

/**
 *     const room = new JudgeRoom({ session, profile, onChange: () => draw() });
 *     room.open();
 *     room.take(teamId, room.reading(event.timeStamp));
 *     room.view; // everything there is to show
 */
export class JudgeRoom {
  ticker = new SecondTicker();
  trials;
  #session;
  #judgeId;
  #judgeName;
  #onChange;
  #moments = new TapMoments();
  #book;
  #sender;
  #connection;
  #roster;
  #runners;
  #typed;
  #lines;
  #store = null;
  /** Why the laptop lets nobody in, though it answers: `barred`, `inactive`, or null. */
  #refusal = null;
  #ticks = 0;
  #isUpdateDue = false;
  #isClosed = false;
  #view = null;

  constructor({ session: whoever, profile, onChange }) {
    // Its own judge's: while another one is signed in, it asks and sends nothing.
    const session = new OwnSession(whoever, profile);
    this.#session = session;
    this.#judgeId = profile.id;
    this.#judgeName = profile.name;
    this.#onChange = onChange;
    this.#book = new TapBook({ newId: newUuid, onChange: () => this.#update() });
    this.#roster = new Roster({
      session,
      profile,
      hasTaps: (teamId) => this.#book.taps.some((tap) => tap.teamId === teamId),
      hasMarks: (lineId) => this.#book.taps.some((tap) => tap.lineId === lineId),
      onChange: () => this.#update(),
    });
    this.#runners = new RunnerLists({ session, onChange: () => this.#update() });
    this.#typed = new TypedBibs(profile.id, () => this.#update());
    this.#lines = new LineJudge({
      judge: { id: profile.id, name: profile.name },
      book: this.#book,
      typed: this.#typed,
      selectedLine: () => this.#selectedLine(),
      waiting: () => this.view.waiting,
      momentAt: (readingMs) => this.#moments.momentAt(readingMs),
      momentNow: () => this.#moments.momentAt(this.#moments.now()),
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
    this.trials = new TrialTaps({
      send: (text) => this.#connection.send(text),
      isOpen: () => this.#connectionState === 'open',
      resolve: (tap) => this.#moments.resolve(tap),
      races: () => racesOf(this.#roster.profile),
      onChange: () => this.#update(),
    });
  }

  get view() {
    this.#view ??= viewOf({
      profile: this.#roster.profile,
      connection: this.#connectionState,
      uncertaintyMs: this.#moments.clock.at(this.#moments.now())?.uncertaintyMs ?? null,
      book: this.#book,
      resolve: (tap) => this.#moments.resolve(tap),
      runners: this.#runners,
      entryOf: (lineId) => this.#typed.of(lineId),
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
    document.addEventListener('visibilitychange', this.#lookAgain);
    this.#typed.open();
    this.#keep();
    this.#connection.open();
    this.#roster.load();
  }

  async #keep() {
    this.#store = await keepOnPhone(this.#book, this.#runners);
    if (this.#isClosed) this.#store?.close();
  }

  close() {
    this.#isClosed = true;
    this.#roster.close();
    this.#sender.lost();
    this.#connection.close();
    this.#store?.close();
    this.#keepClock();
    this.#typed.close();
    window.removeEventListener('pagehide', this.#keepClock);
    document.removeEventListener('visibilitychange', this.#lookAgain);
    guardUnload(false);
  }

  /** Somebody has signed in or out on this phone; of somebody else the page makes another room. */
  sessionChanged() {
    if (this.#session.isAnothers) {
      this.#sender.lost();
      this.#connection.close();
    } else if (this.#session.isSignedIn) this.#connection.retryNow();
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

  // ---- the rehearsal; see TrialTaps ----

  tryTap(readingMs) {
    this.trials.tap(this.#moments.momentAt(readingMs));
  }

  /** Taps on the trial button that turn out to have been made in a race. */
  #takeRealTrials() {
    for (const readingMs of this.trials.takeReal()) {
      const { selected, lines } = this.view;
      const isOfTimes = lines.some((line) => line.id === selected?.id && line.mode !== 'bibs');
      if (selected?.kind === 'team') this.take(selected.id, readingMs);
      else if (selected?.kind === 'line' && isOfTimes) this.tap(readingMs);
    }
  }

  // ---- taps ----

  /** Takes the time `readingMs` for a team; the id of the tap, which is there at once. */
  take(teamId, readingMs) {
    const team = this.#roster.team(teamId);
    // From the first tap on nobody but the judge changes the team of the button.
    if (this.#roster.profile.selectedTeamId !== teamId) this.#roster.select(teamId);
    const { id } = this.#book.take({
      ...this.#moments.momentAt(readingMs),
      judgeId: this.#judgeId,
      judgeName: this.#judgeName,
      teamId,
      teamNumber: team.number,
      competitionId: team.competitionId,
    });
    return id;
  }

  /** A tap or mark is not to count. */
  withdraw(id) {
    this.#lines.setWithdrawn(id, true);
  }

  giveBack(id) {
    this.#lines.setWithdrawn(id, false);
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

  // ---- marks at the selected line, and what is typed there; see LineJudge ----

  selectLine(lineId) {
    this.#roster.selectLine(lineId);
  }

  /** Takes a time, with the first bib that is ready; the id of the mark, which is there at once. */
  tap = (readingMs) => this.#lines.tap(readingMs);
  type = (character) => this.#lines.type(character);
  erase = () => this.#lines.erase();
  /** What is typed is a whole bib: `{kind, bib, markId}`, or null where nothing was. */
  enter = (readingMs) => this.#lines.enter(readingMs);
  dropReady = () => this.#lines.dropReady();
  /** Gives a mark another bib; an empty one is nobody's. */
  setBib = (markId, bib) => this.#lines.setBib(markId, bib);
  /** Takes back what was done last at the lines: `view.lastAct`. */
  undo = () => this.#lines.undo(this.view.lastAct);
  /** A tap that waits for its bib stays without one. */
  stopWaiting = (markId) => this.#lines.stopWaiting(markId);

  /** Who wears a bib in the race of a line: `{runner: {name, team} or null, isUnknown}`. */
  lookUp(lineId, bib) {
    const competitionId = this.view.lines.find(({ id }) => id === lineId)?.competitionId;
    const runner = this.#runners.find(competitionId, bib);
    return { runner, isUnknown: runner === null && this.#runners.count(competitionId) > 0 };
  }

  /** From the first touch on nobody but the judge changes the line. */
  #selectedLine() {
    const { selected, lines } = this.view;
    if (this.#roster.profile.selectedLineId !== selected.id) this.#roster.selectLine(selected.id);
    return lines.find(({ id }) => id === selected.id);
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
    if (!this.#session.isAnothers) forgetProfile();
    await this.#session.signOut();
  }

  // ---- what comes ----

  #onConnection(state) {
    if (state === 'open') this.#refusal = null;
    else {
      this.#sender.lost();
      this.trials.end();
    }
    this.#update();
  }

  #receive(frame) {
    if (this.trials.receive(frame)) {
      // Refused, because of a race that this page may not know of yet.
      if (frame.type === 'error') this.#roster.load();
      return;
    }
    this.#roster.receive(frame);
    this.#sender.receive(frame);
    if (frame.lines) this.#refreshRunners();
  }

  #refreshRunners() {
    this.#runners.refresh(this.#roster.competitionsOfLines);
  }

  /** The laptop is away, or it does not let the judge in: then it still takes what there is. */
  async #onRefused() {
    const answer = await this.#roster.load();
    this.#refusal = { loaded: 'barred', inactive: 'inactive', away: null }[answer];
    this.#update();
    if (answer !== 'loaded') return;
    this.#refreshRunners();
    this.#sender.deliver(deliveryOf(this.#session));
  }

  // ---- once a second ----

  #tick() {
    this.#ticks += 1;
    this.#sender.tick();
    this.trials.tick();
    if (this.#ticks % RUNNERS_EVERY === 0 && this.#connection.state === 'open') {
      this.#refreshRunners();
    }
    if (this.#ticks % CHORES_EVERY !== 0) return;
    this.#keepClock();
    if (this.#book.storage === 'memory') this.#book.saveAgain();
    // A window that was closed in the middle of a tap has told nobody of it.
    this.#book.readAgain();
  }

  #keepClock = () => this.#moments.keep();

  /** What was done meanwhile in another window. */
  #lookAgain = () => {
    if (!document.hidden) this.#book.readAgain();
  };

  // ---- the picture ----

  /** Once for all that changes together; what is new may have to be sent. */
  #update() {
    this.#view = null;
    if (this.#isUpdateDue || this.#isClosed) return;
    this.#isUpdateDue = true;
    queueMicrotask(() => {
      this.#isUpdateDue = false;
      if (this.#isClosed) return;
      this.#takeRealTrials();
      this.#sender.pump();
      guardUnload(this.view.storage === 'memory' && this.view.unsentCount > 0);
      this.#onChange();
    });
  }
}
