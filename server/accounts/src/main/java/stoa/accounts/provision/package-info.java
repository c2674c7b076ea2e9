/** Making and removing accounts: by an administrator, an invitation, the command line. */
@NullMarked
package stoa.accounts.provision;

import org.jspecify.annotations.NullMarked;
