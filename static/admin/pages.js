/** Which component shows which place of routes.js. */

import { AgeBandsPage } from './pages/age-bands.js';
import { BackupsPage } from './pages/backups.js';
import { BinPage } from './pages/bin.js';
import { BibSheetsPage } from './pages/hand-out/bib-sheets.js';
import { CardsPage } from './pages/cards.js';
import { ControlPage } from './pages/control.js';
import { FirstStartDone } from './pages/first-start.js';
import { HandOutPage } from './pages/hand-out.js';
import {
  ImportJudgesPage, ImportRunnersPage, ImportTeamsPage, WalkImportPage, WalkImportRunnersPage,
} from './pages/import.js';
import { JudgesPage } from './pages/judges.js';
import { LaptopPage } from './pages/laptop.js';
import { LinesPage } from './pages/lines.js';
import { MarksPage } from './pages/marks.js';
import { OperationPage } from './pages/operation.js';
import { PublishPage } from './pages/publish.js';
import { NewRacePage, RacePage } from './pages/race.js';
import { RacesPage } from './pages/races.js';
import { ReconcilePage } from './pages/reconcile.js';
import { RecordPage } from './pages/record.js';
import { RehearsalPage } from './pages/rehearsal.js';
import { RescuePage } from './pages/rescue.js';
import { RoomPage } from './pages/room.js';
import { RunnerPage } from './pages/runner.js';
import { RunnersPage } from './pages/runners.js';
import { ScoringPage } from './pages/scoring.js';
import { TeamsPage } from './pages/teams.js';
import { WalkPage } from './pages/walk.js';

export const PAGES = {
  races: RacesPage,
  firstStart: FirstStartDone,
  newRace: NewRacePage,
  walk: WalkPage,
  walkStep: WalkPage,
  walkImport: WalkImportPage,
  walkImportRunners: WalkImportRunnersPage,
  race: RacePage,
  publish: PublishPage,
  teams: TeamsPage,
  importTeams: ImportTeamsPage,
  control: ControlPage,
  runners: RunnersPage,
  importRunners: ImportRunnersPage,
  ageBands: AgeBandsPage,
  lines: LinesPage,
  marks: MarksPage,
  reconcile: ReconcilePage,
  runner: RunnerPage,
  handOut: HandOutPage,
  scoring: ScoringPage,
  bibSheets: BibSheetsPage,
  judges: JudgesPage,
  importJudges: ImportJudgesPage,
  cards: CardsPage,
  cardsOf: CardsPage,
  room: RoomPage,
  rescue: RescuePage,
  laptop: LaptopPage,
  rehearsal: RehearsalPage,
  operation: OperationPage,
  backups: BackupsPage,
  record: RecordPage,
  bin: BinPage,
};
