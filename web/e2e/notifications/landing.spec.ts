import { create, end } from '../rooms/looking-after.ts';
import { Colleague } from '../support/colleague.ts';
import { demoPerson } from '../support/demo.ts';
import { expect, test } from '../support/story.ts';
import { allow, click, expectNotified, look, notified } from './support.ts';

test('a click on a notification leads to its line, in the middle and marked, whatever was said behind it (E20)', async ({
  enter,
  server,
  words,
}) => {
  test.setTimeout(240_000);
  const person = await enter();
  const laurence = await (await person.window()).signIn('laurence');
  const { page } = laurence;
  await allow(person, laurence);
  const name = words('Cell').replace(/[().]/g, '');
  const room = await create(laurence, name);
  await laurence.open('/');
  await laurence.online();
  const { address, password } = await demoPerson(server, 'rosaline');
  const rosaline = await Colleague.signIn(server, address, password);
  try {
    rosaline.does('join', { room, nick: 'Rosaline' });
    await rosaline.gets('joined');
    const says = (body: string) => rosaline.does('say', { room, body });
    // He is in again: what comes from now on comes live.
    const greeting = words('Good even');
    says(greeting);
    await expect(laurence.row(name)).toContainText(greeting);
    await look(page, false);
    for (let i = 0; i < 40; i++) says(words(`before it ${i}`));
    const call = words('Friar Laurence, is there time?');
    says(call);
    for (let i = 0; i < 40; i++) says(words(`behind it ${i}`));
    // Only what names him rings; all of the rest has come as well.
    await expect(laurence.row(name)).toContainText(words('behind it 39'));
    await expectNotified(page, { title: name, body: `Rosaline: ${call}` });

    const [shown] = await notified(page);
    await click(person, name);
    await expect(page).toHaveURL(new RegExp(`${shown?.path}$`));
    await laurence.expectLine(call, 'received');
    await expect(laurence.lines(call)).toHaveClass(/found/);
    await laurence.expectCentred(call);
    await expect(laurence.lines(words('behind it 39'))).not.toBeInViewport();

    await expectNotified(page);

    // It stays there when the window has come to the front.
    await look(page, true);
    await laurence.expectCentred(call);
    await end(laurence, name);
  } finally {
    await rosaline.quit();
  }
});
