/** Private XML storage, XEP-0049. */
@NullMarked
package stoa.store.privatexml;

import org.jspecify.annotations.NullMarked;
