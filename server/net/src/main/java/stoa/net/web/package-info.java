/**
 * The web port: WebSocket streams (RFC 7395), host-meta (XEP-0156), the web app's files and the
 * place where other modules mount their routes; every answer with the headers that browsers need to
 * protect people.
 */
@NullMarked
package stoa.net.web;

import org.jspecify.annotations.NullMarked;
