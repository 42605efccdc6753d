/** Many requests of one kind, a few at a time. Pure. */

/** So many are on their way at once: more would make those of others wait. */
const AT_ONCE = 8;

/**
 * Does `work(item)` for each of `items`; the answers, as they come.
 *
 * `onProgress(count)` is told how many are done. What `work` raises stops it: what is on its way is
 * waited for, and then it is raised.
 */
export async function allOf(items, work, onProgress = () => {}) {
  const left = [...items];
  const answers = [];
  let failure = null;
  const one = async () => {
    while (left.length > 0 && failure === null) {
      try {
        answers.push(await work(left.shift()));
        onProgress(answers.length);
      } catch (error) {
        failure ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  if (failure !== null) throw failure;
  return answers;
}
