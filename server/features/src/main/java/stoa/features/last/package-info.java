/**
 * XEP-0012 Last Activity 2.0 of the server: for how long it runs. Accounts do not tell when they
 * were last seen. Hooks: IQ requests.
 */
@NullMarked
package stoa.features.last;

import org.jspecify.annotations.NullMarked;
