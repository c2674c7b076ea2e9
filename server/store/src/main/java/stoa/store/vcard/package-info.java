/** The vCard of an account, XEP-0054. */
@NullMarked
package stoa.store.vcard;

import org.jspecify.annotations.NullMarked;
