import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PhoneClock } from '../../static/shared/phone-clock.js';

const NOON = Date.UTC(2026, 10, 21, 12);
const HOUR = 60 * 60 * 1000;

/**
 * A phone and a laptop in a world of true milliseconds. `aheadMs`: how far the phone's date is
 * ahead; `drift`: how much faster its monotonic clock runs.
 */
class World {
  nowMs = 0;
  serverAheadMs = 0;
  dateAheadMs;
  sleptMs = 0;

  constructor({ aheadMs = 0, drift = 0, rate = 1 } = {}) {
    this.dateAheadMs = aheadMs;
    this.drift = drift;
    this.rate = rate;
    this.clock = new PhoneClock({ timeOriginMs: NOON + aheadMs });
    this.clock.rate = rate;
  }

  get monotonicMs() {
    return (this.nowMs - this.sleptMs) * (1 + this.drift);
  }

  get dateMs() {
    return NOON + this.nowMs * (1 + this.drift) + this.dateAheadMs;
  }

  get serverMs() {
    return NOON + this.nowMs * this.rate + this.serverAheadMs;
  }

  get reading() {
    return this.clock.reading(this.monotonicMs);
  }

  ping(thereMs, backMs = thereMs) {
    const sentMs = this.reading;
    this.nowMs += thereMs;
    const t1 = Math.round(this.serverMs);
    this.nowMs += backMs;
    this.clock.measured({ sentMs, arrivedMs: this.reading, t1, t2: t1 });
  }

  compare(wasHidden = false) {
    return this.clock.compare({ monotonicMs: this.monotonicMs, dateMs: this.dateMs, wasHidden });
  }

  sleep(durationMs) {
    this.nowMs += durationMs;
    this.sleptMs += durationMs;
  }

  errorMs(readingMs = this.reading, trueMs = this.serverMs) {
    return Math.abs(this.clock.at(readingMs).serverMs - trueMs);
  }
}

test('nothing is known before the first pong', () => {
  assert.equal(new World().clock.at(NOON), null);
});

for (const [name, aheadMs] of [['3 h ahead', 3 * HOUR], ['7 s behind', -7000]]) {
  test(`a phone that is ${name} reads the laptop's time behind 200 ms each way`, () => {
    const world = new World({ aheadMs });
    for (let count = 0; count < 5; count += 1) world.ping(200);

    assert.ok(world.errorMs() <= 1, `${world.errorMs()} ms`);
    const { offsetMs, uncertaintyMs } = world.clock.at(world.reading);
    assert.ok(Math.abs(offsetMs - aheadMs) <= 1);
    assert.ok(uncertaintyMs >= 200 && uncertaintyMs < 202);
  });
}

test('the shortest way counts, and says how far it may be wrong', () => {
  const world = new World();
  world.ping(300, 20);
  world.ping(7, 9);
  world.ping(20, 400);

  assert.ok(world.errorMs() <= 1.5);
  assert.ok(world.clock.at(world.reading).uncertaintyMs < 9.1);
});

test('the error never passes the uncertainty that is told', () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  for (let run = 0; run < 100; run += 1) {
    const world = new World({ aheadMs: (random() - 0.5) * HOUR, drift: (random() - 0.5) * 8e-5 });
    for (let count = 0; count < 80; count += 1) {
      world.ping(random() * 300, random() * 300);
      world.nowMs += random() * 5000;
      const { uncertaintyMs } = world.clock.at(world.reading);
      assert.ok(world.errorMs() <= uncertaintyMs, `${world.errorMs()} > ${uncertaintyMs}`);
    }
  }
});

test('uncertainty grows while nothing is heard', () => {
  const world = new World();
  world.ping(5);
  const before = world.clock.at(world.reading).uncertaintyMs;
  world.nowMs += HOUR;

  assert.equal(Math.round(world.clock.at(world.reading).uncertaintyMs - before), 180);
});

test('a tap in the middle of an outage is told by the nearer of the pongs around it', () => {
  const world = new World({ drift: 40e-6 });
  world.ping(5);
  world.nowMs += HOUR;
  const [tapMs, trueMs] = [world.reading, world.serverMs];
  assert.ok(world.errorMs(tapMs, trueMs) > 100);

  world.nowMs += 60_000;
  world.ping(5);

  assert.ok(world.errorMs(tapMs, trueMs) < 5);
});

test('setting the date of the phone changes nothing', () => {
  const world = new World();
  world.compare();
  world.ping(5);
  world.dateAheadMs += 2 * HOUR;

  assert.equal(world.compare(), 0);
  assert.ok(world.errorMs() <= 1);
});

test('what a phone has slept in a pocket is made up for before the next pong', () => {
  const world = new World({ aheadMs: -7000 });
  world.compare();
  world.ping(5);
  const [beforeMs, trueMs] = [world.reading, world.serverMs];
  world.sleep(10 * 60_000);
  assert.ok(world.errorMs() > 9 * 60_000);

  assert.equal(Math.round(world.compare(true)), 10 * 60_000);

  assert.ok(world.errorMs() < 2);
  assert.ok(world.clock.at(world.reading).uncertaintyMs >= 50);
  assert.ok(world.errorMs(beforeMs, trueMs) < 2, 'and taps from before stay right');
  world.ping(5);
  assert.ok(world.clock.at(world.reading).uncertaintyMs < 10);
});

test('a phone whose monotonic clock goes on in its sleep is not put forward twice', () => {
  const world = new World();
  world.compare();
  world.ping(5);
  world.nowMs += HOUR;

  assert.equal(world.compare(true), 0);
  assert.ok(world.errorMs() <= 1);
});

test('a laptop whose program was started by another date is believed at once', () => {
  const world = new World();
  for (let count = 0; count < 5; count += 1) world.ping(2);
  const [tapMs, trueMs] = [world.reading, world.serverMs];
  world.nowMs += 1000;
  world.serverAheadMs = 40_000;
  world.ping(15);

  assert.ok(world.errorMs() <= 1);
  assert.ok(world.errorMs(tapMs, trueMs) <= 1, 'and a tap from before counts by the old one');
});

test('a tap from before the laptop was started anew is not read by a better measurement after it', () => {
  const world = new World();
  world.ping(200);
  const tapMs = world.reading;
  const trueMs = world.serverMs;
  world.nowMs += 1000;
  world.serverAheadMs = HOUR;
  world.ping(2);

  assert.ok(world.errorMs() <= 1);
  assert.ok(world.errorMs(tapMs, trueMs) <= 1);
});

test('what another page knew gives way to the first measurement, also for taps before it', () => {
  const world = new World();
  world.ping(5);
  const kept = world.clock.kept(world);
  // Somebody sets the phone's date while no page is open.
  world.dateAheadMs += HOUR;
  world.clock = new PhoneClock({ timeOriginMs: world.dateMs - world.monotonicMs });
  world.clock.seed(kept, world);
  const tapMs = world.reading;
  const trueMs = world.serverMs;
  world.nowMs += 1000;
  world.ping(5);

  assert.ok(world.errorMs(tapMs, trueMs) <= 1);
});

test('a new page starts from what the last one knew, as good as the date is', () => {
  const world = new World({ aheadMs: 3 * HOUR });
  world.ping(5);
  const kept = world.clock.kept(world);
  world.nowMs += 30_000;

  world.clock = new PhoneClock({ timeOriginMs: world.dateMs - world.monotonicMs });
  world.clock.seed(JSON.parse(JSON.stringify(kept)), world);

  assert.ok(world.errorMs() <= 2);
  assert.ok(world.clock.at(world.reading).uncertaintyMs >= 1000);
  world.ping(5);
  assert.ok(world.clock.at(world.reading).uncertaintyMs < 10);
});

test('a rehearsal at 60 times the speed is followed', () => {
  const world = new World({ rate: 60 });
  world.ping(0);
  world.nowMs += 1000;

  assert.ok(world.errorMs() <= 60);
});
