/** When accounts were last signed in to, and what they have been told then (XEP-0133). */
@NullMarked
package stoa.store.visit;

import org.jspecify.annotations.NullMarked;
