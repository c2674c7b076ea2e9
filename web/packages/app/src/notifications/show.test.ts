import { describe, expect, it } from 'vitest';
import { type Told, carriedBy, isUpTo, show, tagOf, takeBack } from './show.ts';

/** As a browser keeps them: one for each tag. */
class Shelf {
  readonly shown = new Map<
    string,
    { title: string; options: NotificationOptions & { renotify?: boolean } }
  >();
  rang = 0;

  getNotifications({ tag = '' }: { tag?: string } = {}): Promise<Notification[]> {
    const one = this.shown.get(tag);
    const close = () => void this.shown.delete(tag);
    return Promise.resolve(one ? [{ data: one.options.data as unknown, close } as Notification] : []);
  }

  showNotification(title: string, options: NotificationOptions & { renotify?: boolean }): Promise<void> {
    this.shown.set(options.tag ?? '', { title, options });
    if (options.renotify && !options.silent) this.rang += 1;
    return Promise.resolve();
  }
}

const told = (line: string, body: string): Told => ({
  title: 'Romeo',
  body,
  sound: true,
  data: { account: 'j@x', path: '/chat/romeo', conversation: 'romeo@x', line },
});

describe('show', () => {
  it('replaces the older of a conversation, and tells nothing twice', async () => {
    const shelf = new Shelf();
    const registration = shelf as unknown as ServiceWorkerRegistration;
    await show(registration, told('9', 'one'));
    await show(registration, told('10', 'two'));
    expect(shelf.rang).toBe(2);
    await show(registration, told('10', 'two, by the push service'));
    await show(registration, told('9', 'one, late'));
    expect(shelf.rang).toBe(2);
    expect([...shelf.shown.keys()]).toEqual([tagOf('romeo@x')]);
    const options = shelf.shown.get(tagOf('romeo@x'))?.options;
    expect(options?.body).toBe('two, by the push service');
    expect(options?.silent).toBe(true);
    expect(carriedBy({ data: options?.data as unknown } as Notification)?.line).toBe('10');
  });

  it('takes away what its account has read, and nothing newer', async () => {
    const shelf = new Shelf();
    const registration = shelf as unknown as ServiceWorkerRegistration;
    await show(registration, told('10', 'two'));
    await takeBack(registration, 'j@x', { 'romeo@x': '9', 'nurse@x': '20' });
    await takeBack(registration, 'nurse@x', { 'romeo@x': '10' });
    expect(shelf.shown.size).toBe(1);
    await takeBack(registration, 'j@x', { 'romeo@x': '10' });
    expect(shelf.shown.size).toBe(0);
  });

  it('knows which line comes first', () => {
    expect(isUpTo('9', '10')).toBe(true);
    expect(isUpTo('7301234567890123456', '7301234567890123457')).toBe(true);
    expect(isUpTo('11', '10')).toBe(false);
    expect(isUpTo('b', 'c')).toBe(false);
    expect(isUpTo('b', 'b')).toBe(true);
  });
});
