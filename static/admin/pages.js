/** Which component shows which place of routes.js. */

import { BinPage } from './pages/bin.js';
import { CardsPage } from './pages/cards.js';
import { ControlPage } from './pages/control.js';
import { FirstStartDone } from './pages/first-start.js';
import { ImportJudgesPage, ImportTeamsPage, WalkImportPage } from './pages/import.js';
import { JudgesPage } from './pages/judges.js';
import { NewRacePage, RacePage } from './pages/race.js';
import { RacesPage } from './pages/races.js';
import { RecordPage } from './pages/record.js';
import { RescuePage } from './pages/rescue.js';
import { RoomPage } from './pages/room.js';
import { TeamsPage } from './pages/teams.js';
import { WalkPage } from './pages/walk.js';

export const PAGES = {
  races: RacesPage,
  firstStart: FirstStartDone,
  newRace: NewRacePage,
  walk: WalkPage,
  walkStep: WalkPage,
  walkImport: WalkImportPage,
  race: RacePage,
  teams: TeamsPage,
  importTeams: ImportTeamsPage,
  control: ControlPage,
  judges: JudgesPage,
  importJudges: ImportJudgesPage,
  cards: CardsPage,
  cardsOf: CardsPage,
  room: RoomPage,
  rescue: RescuePage,
  record: RecordPage,
  bin: BinPage,
};
