/** Shows this server's OpenAPI description in ReDoc; nothing leaves this server. */

window.Redoc.init('/api/schema/', {}, document.getElementById('redoc'));
