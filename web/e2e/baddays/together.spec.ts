import { atAnotherClient } from '../support/other-client.ts';
import { expect, test } from '../support/story.ts';
import type { Window } from '../support/window.ts';

test('two tabs and a phone write at once: one order everywhere, and nothing twice', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(240_000);
  const view = { viewport: { width: 1280, height: 1800 } };
  const laurence = await (await (await enter(view)).window()).signIn('laurence');
  const person = await enter(view);
  const one = await (await person.window()).signIn('mercutio');
  const phone = await atAnotherClient(server, one, 'mercutio');
  try {
    phone.does('carbons', {});
    await phone.gets('carbons-on');
    await one.chatWith('Friar Laurence');
    await laurence.chatWith('Mercutio');
    const two = await (await person.window()).open('/chat/laurence');
    await two.online();
    await expect(two.composer).toBeEnabled();
    const said = (who: string) => Array.from({ length: 8 }, (_, i) => words(`${who} ${i + 1}`));
    const [first, second, third] = [said('one'), said('two'), said('phone')];
    const writing = async (window: Window, texts: readonly string[]) => {
      for (const text of texts) await window.write(text);
    };
    for (const body of third) phone.does('send', { to: 'laurence@localhost', body });
    await Promise.all([writing(one, first), writing(two, second)]);
    const all = [...first, ...second, ...third];
    const order = async (window: Window) => {
      const shown = await window.log.locator('article .body').allInnerTexts();
      return shown.map((s) => s.trim()).filter((s) => all.includes(s));
    };
    for (const window of [one, two, laurence])
      await expect.poll(async () => (await order(window)).length).toBe(all.length);
    const there = await order(laurence);
    expect([...there].sort()).toEqual([...all].sort());
    for (const texts of [first, second, third]) expect(there.filter((t) => texts.includes(t))).toEqual(texts);
    // Where an own line and one from the phone cross, the mark of the one may come behind the other: the tabs see the same.
    for (const texts of [first, second, third])
      await expect.poll(async () => (await order(one)).filter((t) => texts.includes(t))).toEqual(texts);
    await expect.poll(async () => (await order(two)).join() === (await order(one)).join()).toBe(true);

    // So says the archive, to the phone and to who comes anew.
    phone.does('history', { other: 'laurence@localhost' });
    const { lines } = await phone.gets('history');
    const stored = (lines as { body: string }[]).map((l) => l.body).filter((b) => all.includes(b));
    expect(stored).toEqual(there);
    await two.page.close();
    await one.page.reload();
    await one.online();
    await expect.poll(() => order(one)).toEqual(there);
  } finally {
    await phone.quit();
  }
});
