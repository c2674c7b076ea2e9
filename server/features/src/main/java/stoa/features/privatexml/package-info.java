/**
 * XEP-0049 Private XML Storage 1.2: an account keeps elements of its clients' own, by their names;
 * for its owner alone.
 */
@NullMarked
package stoa.features.privatexml;

import org.jspecify.annotations.NullMarked;
