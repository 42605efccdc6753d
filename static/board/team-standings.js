/** The standings of teams in a race of people with bibs: whose places or times count for each. */

import { request } from '../shared/api.js';
import { shownTimeParts } from '../shared/durations.js';
import { decodeTeamGroups, teamStandingsPath } from '../shared/teams-protocol.js';
import { Component, html } from '../vendor/htm-preact/standalone.module.js';
import { nameOf } from './runner-row.js';

/** However often the results change, teams are asked for no sooner than so long after the last. */
const PACE_MS = 2000;

/** Props: `live` (see live-results.js), `translator`. */
export class TeamStandings extends Component {
  state = { groups: null };

  componentDidMount() {
    this.load();
  }

  componentDidUpdate({ live }) {
    if (live !== this.props.live) this.#loadSoon();
  }

  componentWillUnmount() {
    this.isGone = true;
    clearTimeout(this.timer);
  }

  #loadSoon() {
    const waitMs = Math.max(0, (this.askedAtMs ?? 0) + PACE_MS - performance.now());
    this.timer ??= setTimeout(() => this.load(), waitMs);
  }

  async load() {
    this.askedAtMs = performance.now();
    try {
      const headers = this.tag ? { 'If-None-Match': this.tag } : {};
      const path = teamStandingsPath(this.props.live.competition.id);
      const { value, tag, isSame } = await request(path, { headers, as: 'tagged' });
      this.tag = tag;
      if (!isSame && !this.isGone) this.setState({ groups: decodeTeamGroups(value) });
      this.timer = undefined;
    } catch (error) {
      if (error.name !== 'ApiError') throw error;
      this.timer = undefined;
      // What is shown stays; the masthead says when the connection is lost.
      if (!this.isGone) this.#loadSoon();
    }
  }

  render({ translator }, { groups }) {
    if (groups === null) return html`<p class="notice">${translator.text('scoring.loading')}</p>`;
    return html`<div class="team-groups">
      ${groups.map((one) => html`<${Group} key=${one.group} of=${one} translator=${translator} />`)}
    </div>`;
  }
}

function Group({ of: { group, method, scorerCount, teams }, translator }) {
  const title = group === 'all' || group === 'mixed'
    ? translator.text(`teamgroup.${group}`)
    : translator.text(`sex.${group}`);
  const count = translator.number(scorerCount);
  const isDisplacing = teams.some((team) => team.displacers.length > 0);
  const parts = { method, scorerCount, translator };
  return html`
    <section class="team-group" aria-label=${title}>
      <h2>${title}</h2>
      <p class="team-rule">
        ${translator.text(`teamrule.${method}`, { count })}
        ${isDisplacing && html`${' '}${translator.text('scoring.displaces')}`}
      </p>
      ${teams.length === 0 && html`<p class="notice">${translator.text('scoring.none')}</p>`}
      <ol class="team-list">
        ${teams.map((team) => html`<${Team} key=${team.name} team=${team} ...${parts} />`)}
      </ol>
    </section>
  `;
}

function Team({ team, method, scorerCount, translator }) {
  const { isComplete, position, scorers, displacers } = team;
  const missing = translator.text('scoring.incomplete', {
    count: translator.number(scorers.length), total: translator.number(scorerCount),
  });
  const runner = (one, isScorer) => html`<${TeamRunner} key=${one.runner.id} of=${one}
    isScorer=${isScorer} method=${method} translator=${translator} />`;
  return html`
    <li data-place=${position ?? ''}>
      <span class="team-place">${position ?? '–'}</span>
      <div class="team-body">
        <p class="team-head">
          <strong>${team.name}</strong>
          <span class="team-score">${isComplete ? scoreOf(team, method, translator) : missing}</span>
        </p>
        <ul>
          ${scorers.map((one) => runner(one, true))}
          ${displacers.map((one) => runner(one, false))}
        </ul>
        ${team.tie !== null && html`<p class="team-tie">${translator.text(`teamtie.${team.tie}`)}</p>`}
      </div>
    </li>
  `;
}

function TeamRunner({ of: one, isScorer, method, translator }) {
  const time = shownTimeParts(one.officialText).join('');
  const points = one.points === null ? null : translator.number(one.points);
  const isByPlaces = method === 'places';
  return html`
    <li class=${isScorer ? null : 'displaces'}>
      ${isByPlaces && points !== null && html`<b>${isScorer ? points : `(${points})`}</b>`}${' '}
      <span>${nameOf(translator, one.runner)}</span>${' '}
      <span class="team-time">${time}</span>
    </li>
  `;
}

function scoreOf({ score, scoreText }, method, translator) {
  if (method === 'times') return shownTimeParts(scoreText).join('');
  return translator.text('scoring.points', { count: translator.number(score) });
}
