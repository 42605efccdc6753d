/** Files to hand out, on the wire: under which addresses they are made. */

const withQuery = (path, query) => {
  const given = Object.entries(query).filter(([, value]) => value !== '' && value !== null);
  return `${path}?${new URLSearchParams(given)}`;
};

/** A list to print, a PDF; `paper` is `a4` or `letter`. */
export const sheetPath = (competitionId, { sheet, paper, language }) =>
  withQuery(`/api/competencias/${competitionId}/hojas/`, {
    hoja: sheet, papel: paper, idioma: language,
  });

/** What certificates say and look like, a setting. */
export const certificatePath = (competitionId) => `/api/competencias/${competitionId}/certificado/`;

/** A design that is posted there is answered with a picture of a certificate. */
export const certificatePreviewPath = (competitionId, { paper, language }) =>
  withQuery(`/api/competencias/${competitionId}/certificado/vista/`, {
    papel: paper, idioma: language,
  });

/** Certificates, a PDF: of a category, and of bibs from one to another, where these are given. */
export const certificatesPath = (
  competitionId,
  { category = '', fromBib = '', toBib = '', paper, language },
) =>
  withQuery(`/api/competencias/${competitionId}/certificados/`, {
    categoria: category, desde: fromBib, hasta: toBib, papel: paper, idioma: language,
  });
