import { type XmlElement, NS, parse } from '@stoa/xmpp';
import { describe, expect, it } from 'vitest';
import type { Session } from '../session/session.ts';
import { uploadService } from './upload-service.ts';

const HOST = 'upload.example.org';
const FILE = 'https://example.org/files/AbC_d-1/a.png';

/** What a service that advertises those features is sent for a slot. */
async function requestTo(...features: string[]): Promise<XmlElement | undefined> {
  let sent: XmlElement | undefined;
  const answer = (to: string, payload: XmlElement): string => {
    if (to !== HOST) return `<query xmlns='${NS.discoItems}'><item jid='${HOST}'/></query>`;
    if (payload.ns === NS.discoInfo)
      return `<query xmlns='${NS.discoInfo}'>${features.map((f) => `<feature var='${f}'/>`).join('')}</query>`;
    sent = payload;
    return `<slot xmlns='${NS.httpUpload}'><put url='${FILE}'/><get url='${FILE}'/></slot>`;
  };
  const connection = {
    request: (_type: string, to: string, payload: XmlElement) =>
      Promise.resolve(parse(`<iq xmlns='${NS.client}'>${answer(to, payload)}</iq>`)),
  };
  const session = { domain: 'example.org', connection } as unknown as Session;
  const slot = await uploadService(session).slot({
    url: FILE,
    name: 'a.png',
    size: 3,
    mediaType: 'image/png',
  });
  expect(slot?.url).toBe(sent && FILE);
  return sent;
}

describe('a slot', () => {
  it('is asked for with what the file is for, where that counts (XEP-0363 §5)', async () => {
    const asked = await requestTo(NS.httpUpload, `${NS.uploadPurpose}#message`);
    expect(asked?.attrs).toEqual({ filename: 'a.png', size: '3', 'content-type': 'image/png' });
    expect(asked?.children).toEqual([{ name: 'message', ns: NS.uploadPurpose, attrs: {}, children: [] }]);
  });

  it('is asked for without it of a service that does not know purposes', async () => {
    const asked = await requestTo(NS.httpUpload);
    expect(asked?.children).toEqual([]);
  });

  it('is not asked for where there is no service', async () => {
    expect(await requestTo('urn:example:other')).toBeUndefined();
  });
});
