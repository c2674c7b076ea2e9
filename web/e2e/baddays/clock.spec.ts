import { atAnotherClient, newId } from '../support/other-client.ts';
import { clockIsOff } from '../support/clock.ts';
import { expect, test } from '../support/story.ts';

const DAY_MS = 24 * 60 * 60_000;

for (const [how, by] of [
  ['a day fast', DAY_MS],
  ['a day slow', -DAY_MS],
] as const) {
  test(`with a clock that is ${how} lines stand in the server's order, under the right day`, async ({
    enter,
    server,
    words,
  }) => {
    const person = await enter();
    await clockIsOff(person.context, by);
    const nurse = await (await person.window()).signIn('nurse');
    const benvolio = await atAnotherClient(server, nurse, 'benvolio');
    try {
      await nurse.chatWith('Benvolio');
      const texts = [words('hers'), words('his'), words('hers again'), words('his again')];
      for (const [i, text] of texts.entries()) {
        if (i % 2 === 0) {
          await nurse.write(text);
          await nurse.expectLine(text, 'stored');
        } else {
          benvolio.does('wire', {
            stanza: `<message to='nurse@localhost' type='chat' id='${newId()}'><body>${text}</body></message>`,
          });
          await nurse.expectLine(text, 'received');
        }
      }
      const right = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' }).format(Date.now());
      const check = async () => {
        const shown = async () => {
          const all = await nurse.log.locator('article .body').allInnerTexts();
          return all.map((s) => s.trim()).filter((s) => texts.includes(s));
        };
        await expect.poll(shown).toEqual(texts);
        for (const text of texts) {
          const tip = await nurse.lines(text).locator('time').getAttribute('data-tip');
          expect(tip).toContain(right);
        }
        await expect(
          nurse.page.getByRole('button', { name: 'Today. Jump to another day' }).last(),
        ).toBeVisible();
        await expect(nurse.row('Benvolio').locator('time')).toHaveText(/^\d\d:\d\d$/);
      };
      await check();
      // Which of two drafts is the later one is no matter of this clock either.
      const elsewhere = await (await (await enter()).window()).signIn('nurse');
      await elsewhere.chatWith('Benvolio');
      const draft = words('half a word');
      await elsewhere.composer.fill(draft);
      await expect(nurse.composer).toHaveValue(draft);
      await elsewhere.composer.fill('');
      await expect(nurse.composer).toHaveValue('');
      await nurse.page.reload();
      // What the browser has kept is let go then, and comes anew from the archive.
      await nurse.online();
      await check();
    } finally {
      await benvolio.quit();
    }
  });
}
