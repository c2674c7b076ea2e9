/**
 * Who comes into a conversation from a notification or a link has the list behind it: on a phone, swiping back leads there and
 * not out of the app.
 */
export function standBehindList(inConversation: boolean): void {
  if (!inConversation || history.length > 1 || !matchMedia('(max-width: 899px)').matches) return;
  const here = location.pathname + location.hash;
  history.replaceState(null, '', '/');
  history.pushState(null, '', here);
}
