/**
 * XEP-0157 Contact Addresses for XMPP Services 1.1.1: whom to turn to, as the operator has
 * configured it. Only the server's disco#info says it. Hooks: none; its {@link
 * stoa.core.hook.Descriptor} holds the form.
 */
@NullMarked
package stoa.features.contact;

import org.jspecify.annotations.NullMarked;
