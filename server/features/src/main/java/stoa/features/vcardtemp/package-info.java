/**
 * XEP-0054 vcard-temp 1.2: an account's vCard, which its owner sets and everybody of the domain may
 * read. An account without one has its display name in it.
 */
@NullMarked
package stoa.features.vcardtemp;

import org.jspecify.annotations.NullMarked;
