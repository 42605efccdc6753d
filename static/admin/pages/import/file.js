/** A file of the user's machine, kept in memory so that it need not be picked again. */

/** The server takes no more. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** `{name, content}` with the content in base64. Raises DOMException when it cannot be read. */
export function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => {
      const content = reader.result.slice(reader.result.indexOf(',') + 1);
      // An empty file has no comma behind it in some browsers.
      resolve({ name: file.name, content: file.size === 0 ? '' : content });
    };
    reader.readAsDataURL(file);
  });
}
