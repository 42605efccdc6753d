import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  isByName, isEncrypted, shortAddress, trustPageOf,
} from '../../static/admin/laptop-addresses.js';

test('an address is written as it has to be typed', () => {
  assert.equal(shortAddress('http://192.168.1.5:8000/juez'), '192.168.1.5:8000/juez');
  assert.equal(shortAddress('https://192.168.1.5:8443'), 'https://192.168.1.5:8443');
});

test('an address goes by a name or by a number, encrypted or not', () => {
  assert.equal(isByName('http://timing.local:8000'), true);
  assert.equal(isByName('https://192.168.1.5:8443'), false);
  assert.equal(isEncrypted('https://timing.local:8443'), true);
  assert.equal(isEncrypted('http://192.168.1.5:8000'), false);
});

test('a phone learns to trust the laptop without HTTPS, by a number, on its own network', () => {
  const urls = [
    'http://10.0.0.2:8000', 'http://192.168.1.5:8000', 'http://timing.local:8000',
    'https://10.0.0.2:8443', 'https://192.168.1.5:8443', 'https://timing.local:8443',
  ];
  const pageOf = (url) => trustPageOf(url, urls);

  assert.equal(pageOf('https://192.168.1.5:8443'), 'http://192.168.1.5:8000/confianza/');
  assert.equal(pageOf('https://timing.local:8443'), 'http://10.0.0.2:8000/confianza/');
  assert.equal(pageOf('http://192.168.1.5:8000/juez#code'), 'http://192.168.1.5:8000/confianza/');
  assert.equal(pageOf('http://laptop:8000'), 'http://10.0.0.2:8000/confianza/');
});
