/**
 * XEP-0493 OAuth Client Login 0.1.0: this server's own OAuth 2.0 provider, by which the owner of an
 * account lets an application use it without its password. Metadata (RFC 8414), registration (RFC
 * 7591), authorization codes (RFC 6749 section 4.1) with PKCE (RFC 7636) and the issuer told (RFC
 * 9207), refresh tokens that are used once (RFC 9700 section 4.14), revocation (RFC 7009). Public
 * clients only. What an application may by each scope is not decided here ({@code
 * stoa.core.session.Scope}).
 */
@NullMarked
package stoa.webapi.oauth;

import org.jspecify.annotations.NullMarked;
