/**
 * Keeps the judge's page on the phone, so that it opens without the laptop.
 *
 * The server sends this file at `/juez/servicio.js`, with two constants before it: `VERSION`,
 * another one for any other byte of the page, and `FILES`, the paths of all that the page may
 * load, the page itself first. Answers of the API are never kept.
 */

const FAMILY = 'judge-page-';
const CACHE = FAMILY + VERSION;
const [PAGE] = FILES;
const KEPT = new Set(FILES);

self.addEventListener('install', (event) => event.waitUntil(keepAll()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const path = keptPathOf(event.request);
  if (path !== null) event.respondWith(answer(path, event.request));
});
// A new version waits until the page says that it has loaded all of the old one: no load of the
// page may ever get some files of the one and some of the other.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting();
});

/** All or nothing: without one of its files the page would not work. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((path) => new Request(path, { cache: 'reload' })));
}

async function takeOver() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(FAMILY) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Under which path the answer is kept; null for all that is the network's business. */
function keptPathOf(request) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return null;
  if (request.mode === 'navigate') return `${pathname.replace(/\/$/, '')}/` === PAGE ? PAGE : null;
  return KEPT.has(pathname) ? pathname : null;
}

async function answer(path, request) {
  const cache = await caches.open(CACHE);
  // Browsers short of space may have thrown it away.
  return (await cache.match(path)) ?? fetch(request);
}
