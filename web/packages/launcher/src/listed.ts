import { after } from './wait.ts';
import { warn } from './warn.ts';

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 5 * 60_000;

/** Whether pages of this origin may show the icon. A server that is away is waited for. */
export async function isListed(chat: string): Promise<boolean> {
  for (let pause = FIRST_RETRY_MS; ; pause = Math.min(pause * 2, LONGEST_RETRY_MS)) {
    try {
      const answer = await fetch(`${chat}/api/v1/launcher/origin`, {
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
      const { listed } = (await answer.json()) as { listed?: unknown };
      if (listed !== true)
        warn(
          `Pages of ${location.origin} may not show the chat icon. The administrator of ${chat} adds the origin to web.launcher_origins.`,
        );
      return listed === true;
    } catch {
      warn(
        `${chat} cannot be reached, so there is no chat icon yet. If this page has a Content-Security-Policy, it has to allow connect-src ${chat}.`,
      );
      await after(pause);
    }
  }
}
