/** Connected resources: the sessions of an account and what is known of their presence. */
@NullMarked
package stoa.core.session;

import org.jspecify.annotations.NullMarked;
