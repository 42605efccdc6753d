import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeTrust, secureUrlFor } from '../../static/shared/trust-protocol.js';

const FINGERPRINT = Array.from({ length: 32 }, (_, byte) =>
  byte.toString(16).padStart(2, '0').toUpperCase(),
).join(':');
const OFF = { enabled: false, fingerprint: null, https_urls: [], http_urls: ['http://host/'] };

test('a fingerprint comes in four groups that nothing is lost from', () => {
  const { fingerprint } = decodeTrust({ ...OFF, enabled: true, fingerprint: FINGERPRINT });

  assert.equal(fingerprint.length, 4);
  assert.equal(fingerprint[0], '00:01:02:03:04:05:06:07');
  assert.equal(fingerprint.join(':'), FINGERPRINT);
});

test('without HTTPS there is no fingerprint and no secure address', () => {
  const trust = decodeTrust(OFF);

  assert.deepEqual(trust, { isEnabled: false, fingerprint: [], secureUrls: [] });
  assert.equal(secureUrlFor(trust, '192.168.1.5'), null);
});

test('a phone is sent to the address by which it has come', () => {
  const trust = { secureUrls: ['https://10.0.0.5:8443', 'https://timing.local:8443'] };

  assert.equal(secureUrlFor(trust, 'timing.local'), 'https://timing.local:8443');
  assert.equal(secureUrlFor(trust, '10.0.0.5'), 'https://10.0.0.5:8443');
});

test('who has come by an address without HTTPS is sent to the likeliest', () => {
  const trust = { secureUrls: ['https://10.0.0.5:8443', 'https://timing.local:8443'] };

  assert.equal(secureUrlFor(trust, 'localhost'), 'https://10.0.0.5:8443');
});
