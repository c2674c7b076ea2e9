/**
 * XEP-0004 Data Forms as values: reading what a client submitted, writing what it is asked. Says
 * nothing about what a field means; that is for the form's owner.
 */
@NullMarked
package stoa.xmpp.form;

import org.jspecify.annotations.NullMarked;
