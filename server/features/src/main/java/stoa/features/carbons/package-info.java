/**
 * XEP-0280 Message Carbons 1.0.1: the other resources of an account see both sides of its chats, by
 * the rules of urn:xmpp:carbons:rules:0. Copies are made after the message is stored and carry its
 * stanza-id. Leaves out errors that answer a carbon-copied message, and what is said privately
 * through rooms. Hooks: IQ requests to accounts, Bind 2, SENT and DELIVERED.
 */
@NullMarked
package stoa.features.carbons;

import org.jspecify.annotations.NullMarked;
