/** What a notification carries, for clearing it and for the click. */
export interface Carried {
  readonly account: string;
  readonly path: string;
  readonly conversation: string;
  /** The archive id of the line it tells of. */
  readonly line?: string;
}

export interface Told {
  readonly title: string;
  readonly body: string;
  readonly sound: boolean;
  readonly data: Carried;
}

export const tagOf = (conversation: string): string => `conversation:${conversation}`;

/**
 * Shows a notification in the place of the one that the conversation has. What is told already (by the open window and by a push
 * service) is not told again: it is put there once more without a sound, as browsers want to see something for each push.
 */
export async function show(registration: ServiceWorkerRegistration, told: Told): Promise<void> {
  const { title, body, data } = told;
  const tag = tagOf(data.conversation);
  const before = await notificationOf(registration, data.conversation);
  const known = carriedBy(before)?.line;
  const again = data.line !== undefined && known !== undefined && isUpTo(data.line, known);
  if (again && data.line !== known) return; // something newer is there
  const options = {
    body,
    tag,
    data,
    icon: '/icon-192.png',
    badge: '/badge-96.png',
    renotify: !again,
    silent: again || !told.sound,
  };
  await registration.showNotification(title, options);
}

export async function notificationOf(
  registration: ServiceWorkerRegistration,
  conversation: string,
): Promise<Notification | undefined> {
  return (await registration.getNotifications({ tag: tagOf(conversation) }))[0];
}

/** What an account has read by now is taken away, where it stands up to the line that was read or before it. */
export async function takeBack(
  registration: ServiceWorkerRegistration,
  account: string,
  read: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [conversation, upTo] of Object.entries(read)) {
    const notification = await notificationOf(registration, conversation);
    const carried = carriedBy(notification);
    if (carried?.account === account && carried.line !== undefined && isUpTo(carried.line, upTo))
      notification?.close();
  }
}

export function carriedBy(notification: Notification | undefined): Carried | undefined {
  return notification?.data as Carried | undefined;
}

/** Whether a line stands at another one or before it. Ids of the archive are numbers that grow; of others only sameness counts. */
export function isUpTo(line: string, other: string): boolean {
  if (!/^\d+$/.test(line) || !/^\d+$/.test(other)) return line === other;
  return BigInt(line) <= BigInt(other);
}
