/**
 * The HTTP side: the first-start page's calls, people and invitations, health and metrics. JSON in
 * and out, errors as problem details (RFC 9457). Rights are checked where the data is touched;
 * nothing here is authorised by a cookie.
 */
@NullMarked
package stoa.webapi;

import org.jspecify.annotations.NullMarked;
