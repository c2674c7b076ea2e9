import { describe, expect, it } from 'vitest';
import { base64, fromBase64, fromUtf8, utf8 } from '../bytes.ts';
import { HashedToken } from './hashed-token.ts';
import { SaslRefused } from './mechanism.ts';
import { Scram, hmac, offered, prepare } from './scram.ts';

describe('SCRAM', () => {
  const vectors = [
    {
      document: 'RFC 5802 §5',
      hash: 'SHA-1',
      nonce: 'fyko+d2lbbFgONRv9qkxdawL',
      challenge: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
      response: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
      final: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
    },
    {
      document: 'RFC 7677 §3',
      hash: 'SHA-256',
      nonce: 'rOprNGfwEbeRWgbNEkqO',
      challenge: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
      response:
        'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
      final: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
    },
  ] as const;

  it.each(vectors)('speaks the exchange of $document', async (v) => {
    const scram = new Scram(v.hash, 'user', 'pencil', v.nonce);
    expect(fromUtf8(await scram.start())).toBe(`n,,n=user,r=${v.nonce}`);
    expect(fromUtf8(await scram.respond(utf8(v.challenge)))).toBe(v.response);
    await expect(scram.finish(utf8(v.final))).resolves.toBeUndefined();
  });

  it('does not accept a server that only says yes', async () => {
    const [v] = vectors;
    const scram = new Scram(v.hash, 'user', 'pencil', v.nonce);
    await scram.respond(utf8(v.challenge));
    await expect(scram.finish(undefined)).rejects.toThrow(SaslRefused);
    await expect(scram.finish(utf8('v=AAAA'))).rejects.toThrow(SaslRefused);
  });

  it.each([
    'r=other,s=QSXCR+Q6sek8bf92,i=4096',
    'r=mineX,s=QQ==,i=1',
    'r=mineX,s=QQ==,i=99999999',
    'm=x,r=mineX,s=QQ==,i=4096',
    'r=mine,s=QQ==,i=4096',
  ])('refuses the challenge %s', async (challenge) => {
    await expect(new Scram('SHA-256', 'user', 'pencil', 'mine').respond(utf8(challenge))).rejects.toThrow(
      SaslRefused,
    );
  });

  it('notices that the offer was changed on the way', async () => {
    // The example of XEP-0474 §5.3.
    const seen = offered(['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-1'], ['tls-server-end-point', 'tls-exporter']);
    const challenge = utf8('r=mineX,s=QSXCR+Q6sek8bf92,i=4096,h=G6k/rBLDqgOhRRaCuuatSDFkJ08=');
    const answer = (offer: string) => new Scram('SHA-1', 'user', 'pencil', 'mine', offer).respond(challenge);
    await expect(answer(seen)).resolves.toBeDefined();
    for (const changed of [
      offered(['SCRAM-SHA-1'], ['tls-server-end-point', 'tls-exporter']),
      offered(['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-1'], ['tls-server-end-point']),
      offered(['SCRAM-SHA-1-PLUS', 'SCRAM-SHA-1'], undefined),
    ]) {
      await expect(answer(changed)).rejects.toThrow(SaslRefused);
    }
  });

  it('escapes the name and prepares the password', async () => {
    expect(fromUtf8(await new Scram('SHA-256', 'a=b,c', 'x', 'n').start())).toBe('n,,n=a=3Db=2Cc,r=n');
    expect(prepare('I\u00adX\u00a0\u2168')).toBe('IX IX');
  });
});

describe('HT-SHA-256-NONE', () => {
  it('proves the token without showing it', async () => {
    const sent = await new HashedToken('juliet', 'secret-token').start();
    const [name, ...rest] = [fromUtf8(sent.slice(0, 6)), sent[6]];
    expect(name).toBe('juliet');
    expect(rest).toEqual([0]);
    // HMAC-SHA-256("secret-token", "Initiator"), computed with OpenSSL.
    expect(base64(sent.slice(7))).toBe('P23pK0XN3FDGAa0WZFj3tYdFZeOZ8wBrGvsD8LsD/4g=');
  });

  it('wants the server to prove it too', async () => {
    const exchange = new HashedToken('juliet', 'secret-token');
    await expect(
      exchange.finish(await hmac('SHA-256', utf8('secret-token'), utf8('Responder'))),
    ).resolves.toBeUndefined();
    await expect(exchange.finish(undefined)).rejects.toThrow(SaslRefused);
    await expect(exchange.finish(fromBase64('AAAA'))).rejects.toThrow(SaslRefused);
  });
});
