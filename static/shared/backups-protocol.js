/** Backups on the wire: under which addresses they are listed, made, taken away and restored. */

export const BACKUPS_PATH = '/api/respaldos/';
export const STICKS_PATH = '/api/respaldos/memorias/';
/** A file that is posted there, as it is, is listed with the others. */
export const UPLOAD_PATH = '/api/respaldos/archivo/';
export const backupPath = (name) => `/api/respaldos/${encodeURIComponent(name)}/`;
export const comparisonPath = (name) => `${backupPath(name)}contenido/`;
export const restorePath = (name) => `${backupPath(name)}restaurar/`;
