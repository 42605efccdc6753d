/** Shows this server's OpenAPI description in Swagger UI; nothing leaves this server. */

window.SwaggerUIBundle({
  url: '/api/schema/',
  dom_id: '#swagger-ui',
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null, // the default sends the description to a site that checks it
});
