/**
 * Other people's clients doing a colleague's day against the packaged server;
 * docs/developing/clients.md says which does what.
 */
@NullMarked
package stoa.conformance.clients;

import org.jspecify.annotations.NullMarked;
