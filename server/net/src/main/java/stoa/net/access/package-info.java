/**
 * XEP-0494 Client Access Management 0.1.0: whoever owns an account sees which clients have access
 * to it, and takes it away. Joins the hook of IQ requests to accounts.
 */
@NullMarked
package stoa.net.access;

import org.jspecify.annotations.NullMarked;
