/**
 * Keeps a page from asking other hosts for images: there is no internet at the venue.
 *
 * ReDoc's footer asks a CDN for a logo and has no option against it. The image never gets that
 * address, so nothing is requested and nothing has to be stopped by the security policy.
 */

const image = HTMLImageElement.prototype;
const source = Object.getOwnPropertyDescriptor(image, 'src');

function isElsewhere(address) {
  const { protocol, origin } = new URL(address, location.href);
  return protocol.startsWith('http') && origin !== location.origin;
}

Object.defineProperty(image, 'src', {
  ...source,
  set(address) {
    if (isElsewhere(address)) this.hidden = true;
    else source.set.call(this, address);
  },
});

image.setAttribute = function setAttribute(name, value) {
  if (name === 'src') this.src = value;
  else Element.prototype.setAttribute.call(this, name, value);
};
