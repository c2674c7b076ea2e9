/** Addresses as strings; the server prepares them (RFC 7622), we only take them apart and compare. */

export function bare(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? jid : jid.slice(0, slash);
}

export function resource(jid: string): string {
  const slash = jid.indexOf('/');
  return slash < 0 ? '' : jid.slice(slash + 1);
}

export function local(jid: string): string {
  const b = bare(jid);
  const at = b.indexOf('@');
  return at < 0 ? '' : b.slice(0, at);
}

export function domain(jid: string): string {
  const b = bare(jid);
  return b.slice(b.indexOf('@') + 1);
}

/**
 * The bare address a person typed: a full address, or a bare name in the given domain. Undefined when it cannot be one. Local
 * part and domain are put in lower case, as every server does, so that the address is the same on each visit.
 */
export function addressFrom(typed: string, domainOfHost: string): string | undefined {
  const text = typed.trim().normalize('NFC').toLowerCase();
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const host = at < 0 ? domainOfHost.toLowerCase() : text.slice(at + 1);
  if (!name || !host || /["&'/:<>@\s]/.test(name) || /[@/\s]/.test(host)) return undefined;
  return `${name}@${host}`;
}
